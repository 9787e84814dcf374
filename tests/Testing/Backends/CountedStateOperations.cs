using System.Diagnostics.CodeAnalysis;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;

namespace Millrace.Tests.Testing.Backends;

/// <summary>The engine's own state backend, with its operations counted: the cost of an operator, the same on every machine.</summary>
public sealed class CountedStateOperations : IKeyedStateBackendFactory
{
    /// <summary>The number of entries read, written or removed since the start.</summary>
    public long Count { get; private set; }

    public IKeyedStateBackend Create(KeyedStateContext context) => new Backend(this, HeapStateBackendFactory.Instance.Create(context));

    private sealed class Backend(CountedStateOperations counted, IKeyedStateBackend inner) : IKeyedStateBackend
    {
        public TimeProvider Time => inner.Time;

        public IEventClock EventTime => inner.EventTime;

        public long Entries => inner.Entries;

        public long Bytes => inner.Bytes;

        public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null) =>
            new Value<T>(counted, inner.BindValue(declaration, isDead));

        public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null) where TMapKey : notnull =>
            new Map<TMapKey, TValue>(counted, inner.BindMap<TMapKey, TValue>(declaration, isDead));

        public void Sweep(int entries) => inner.Sweep(entries);

        public void Restore(RestoredBlock block) => inner.Restore(block);

        public IStateSnapshot BeginSnapshot(SnapshotRequest request) => inner.BeginSnapshot(request);

        public void Complete(long checkpoint) => inner.Complete(checkpoint);

        public void Abort(long checkpoint) => inner.Abort(checkpoint);

        public void Restored(long checkpoint) => inner.Restored(checkpoint);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Value<T>(CountedStateOperations counted, IValueState<T> inner) : IValueState<T>
    {
        public IReadOnlyList<byte[]> KeysOf(int keyGroup) => inner.KeysOf(keyGroup);

        public bool TryGet([MaybeNullWhen(false)] out T value)
        {
            counted.Count++;
            return inner.TryGet(out value);
        }

        public void Update(T value)
        {
            counted.Count++;
            inner.Update(value);
        }

        public void Clear()
        {
            counted.Count++;
            inner.Clear();
        }
    }

    private sealed class Map<TMapKey, TValue>(CountedStateOperations counted, IMapState<TMapKey, TValue> inner) : IMapState<TMapKey, TValue> where TMapKey : notnull
    {
        public IReadOnlyList<byte[]> KeysOf(int keyGroup) => inner.KeysOf(keyGroup);

        public bool TryGet(TMapKey key, [MaybeNullWhen(false)] out TValue value)
        {
            counted.Count++;
            return inner.TryGet(key, out value);
        }

        public void Put(TMapKey key, TValue value)
        {
            counted.Count++;
            inner.Put(key, value);
        }

        public bool Remove(TMapKey key)
        {
            counted.Count++;
            return inner.Remove(key);
        }

        public void Clear()
        {
            counted.Count += 1 + inner.Entries().Count();
            inner.Clear();
        }

        public bool TryGetAny([MaybeNullWhen(false)] out TMapKey key, [MaybeNullWhen(false)] out TValue value)
        {
            counted.Count++;
            return inner.TryGetAny(out key, out value);
        }

        // All of them are copied and sorted when they are requested.
        public IEnumerable<KeyValuePair<TMapKey, TValue>> Entries()
        {
            var entries = inner.Entries().ToList();
            counted.Count += 1 + entries.Count;
            return entries;
        }
    }
}
