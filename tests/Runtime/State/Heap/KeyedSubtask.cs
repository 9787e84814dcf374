using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Runtime.Tests.Snapshots;

namespace Millrace.Runtime.Tests.State.Heap;

/// <summary>The keyed state of one subtask, with a state of each kind.</summary>
internal sealed class KeyedSubtask
{
    public const int MaxParallelism = 30;

    private static readonly SerializerCache Serializers = new();

    private readonly KeyContext<string> _key = new(KeyCodecs.Create<string>(), MaxParallelism);
    private readonly HeapStateBackend _backend;

    public KeyedSubtask(IEnumerable<RestoredBlock> restored)
    {
        _backend = new HeapStateBackend(_key, Serializers, new Dictionary<string, StateDescriptor>());
        Text = _backend.BindValue<string>(new ValueState<string>("text"));
        Number = _backend.BindValue<(long, byte)>(new ValueState<(long, byte)>("number"));
        Map = _backend.BindMap<string, string>(new MapState<string, string>("map"));
        foreach (var block in restored) _backend.Restore(block);
    }

    public IValueState<string> Text { get; }

    public IValueState<(long, byte)> Number { get; }

    public IMapState<string, string> Map { get; }

    public static int KeyGroupOf(string key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        return KeyGroup.Of(KeyGroup.Hash(buffer.Written), MaxParallelism);
    }

    /// <summary>Makes a key the current one; nothing where it is already, so that what a state keeps of it is used.</summary>
    public KeyedSubtask At(string key)
    {
        if (_key.Version > 0 && _key.Key == key) return this;
        var buffer = new KeyBuffer();
        KeyCodecs.Create<string>().Encode(key, buffer);
        _key.Set(key, KeyGroup.Hash(buffer.Written), buffer, 0, buffer.Length);
        return this;
    }

    public void Snapshot(SnapshotBlocks to) => _backend.BeginSnapshot(new SnapshotRequest(1, 0, IsFull: true)).Copy(to);
}
