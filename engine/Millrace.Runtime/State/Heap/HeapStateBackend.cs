using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>The keyed state of one subtask of one operator, in memory.</summary>
/// <param name="key">The current key.</param>
/// <param name="serializers">The job's serializers.</param>
/// <param name="written">The states of the restored checkpoint whose schema or layout differs from today's, by name.</param>
internal sealed class HeapStateBackend(KeyContext key, SerializerCache serializers, IReadOnlyDictionary<string, StateDescriptor> written) : IKeyedStateBackend
{
    private readonly SortedDictionary<string, IHeapState> _states = new(StringComparer.Ordinal);

    public long Entries => _states.Values.Sum(static s => s.EntryCount);

    public long Bytes => _states.Values.Sum(static s => s.Bytes);

    public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration) =>
        Add(declaration.Name, new HeapValueState<T>(declaration.Name, key, serializers));

    public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration) where TMapKey : notnull =>
        Add(declaration.Name, new HeapMapState<TMapKey, TValue>(declaration.Name, key, KeyCodecs.Create<TMapKey>(), serializers));

    /// <summary>Takes a block back. State that is not declared any more is left out: dropping it was allowed before the start.</summary>
    public void Restore(RestoredBlock block)
    {
        if (_states.TryGetValue(block.State, out var found)) found.Restore(block.KeyGroup, block.Block.Span, written.GetValueOrDefault(block.State));
    }

    public IStateSnapshot BeginSnapshot(SnapshotRequest request) => new WholeSnapshot(_states.Values);

    public void Complete(long checkpoint) { }

    public void Abort(long checkpoint) { }

    public void Dispose() { }

    private TState Add<TState>(string name, TState state) where TState : IHeapState
    {
        _states.Add(name, state);
        return state;
    }

    private sealed class WholeSnapshot(IEnumerable<IHeapState> states) : IStateSnapshot
    {
        public bool Copy(IStateSnapshotWriter writer)
        {
            foreach (var state in states) state.Snapshot(writer);
            return true;
        }
    }
}
