using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State;

/// <summary>The keyed state of one subtask of one operator, in memory.</summary>
/// <param name="key">The current key.</param>
/// <param name="serializers">The job's serializers.</param>
/// <param name="written">The states of the restored checkpoint whose schema or layout differs from today's, by name.</param>
internal sealed class HeapStateBackend(KeyContext key, SerializerCache serializers, IReadOnlyDictionary<string, StateDescriptor> written) : IStateBinder
{
    private readonly SortedDictionary<string, IHeapState> _states = new(StringComparer.Ordinal);

    public long Entries => _states.Values.Sum(static s => s.EntryCount);

    public long Bytes => _states.Values.Sum(static s => s.Bytes);

    public IValueState<T> BindValue<T>(ValueState<T> declaration) =>
        Add(declaration.Name, new HeapValueState<T>(declaration.Name, key, serializers));

    public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(MapState<TMapKey, TValue> declaration) where TMapKey : notnull =>
        Add(declaration.Name, new HeapMapState<TMapKey, TValue>(declaration.Name, key, KeyCodecs.Create<TMapKey>(), serializers));

    public void Snapshot(IStateSnapshotWriter writer)
    {
        foreach (var state in _states.Values) state.Snapshot(writer);
    }

    /// <summary>Takes a block back. State that is not declared any more is left out: dropping it was allowed before the start.</summary>
    public void Restore(string state, int keyGroup, ReadOnlySpan<byte> block)
    {
        if (_states.TryGetValue(state, out var found)) found.Restore(keyGroup, block, written.GetValueOrDefault(state));
    }

    private TState Add<TState>(string name, TState state) where TState : IHeapState
    {
        _states.Add(name, state);
        return state;
    }
}
