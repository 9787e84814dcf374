using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>The keyed state of one subtask of one operator, in memory.</summary>
/// <param name="context">What the backend is created for and from.</param>
internal sealed class HeapStateBackend(KeyedStateContext context) : IKeyedStateBackend
{
    private readonly SortedDictionary<string, IHeapState> _states = new(StringComparer.Ordinal);
    private readonly Intervals _intervals = new(context.LongestChain);
    private readonly List<TableSweep> _sweeps = [];
    private KeyedTables[] _prefetched = [];
    private int _nextSweep;

    public TimeProvider Time => context.Time;

    public IEventClock EventTime => context.EventTime;

    public long Entries => _states.Values.Sum(static s => s.Tables.Count);

    public long Bytes => _states.Values.Sum(static s => s.Tables.Bytes);

    public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead)
    {
        var tables = TablesOf(declaration.Name);
        _prefetched = [.. _prefetched, tables];
        return Add(declaration.Name, new HeapValueState<T>(tables, context.Key, context.Serializers, Former<T>(declaration), isDead));
    }

    public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead) where TMapKey : notnull =>
        Add(declaration.Name, new HeapMapState<TMapKey, TValue>(
            TablesOf(declaration.Name), context.Key, KeyCodecs.Create<TMapKey>(), context.Serializers, Former<TValue>(declaration), isDead));

    public void Prefetch(ReadOnlySpan<ulong> hashes, int at)
    {
        foreach (var tables in _prefetched) tables.Prefetch(hashes, at);
    }

    public void Sweep(int entries)
    {
        if (_sweeps.Count == 0) return;
        _nextSweep = (_nextSweep + 1) % _sweeps.Count;
        _sweeps[_nextSweep].Run(entries);
    }

    /// <summary>Restores a block. State that is no longer declared is skipped: dropping it was allowed before the start.</summary>
    public void Restore(RestoredBlock block)
    {
        if (_states.TryGetValue(block.State, out var found)) found.Restore(block, context.Written.GetValueOrDefault(block.State));
    }

    public void Restored(long checkpoint) => _intervals.Restored(checkpoint);

    public IStateSnapshot BeginSnapshot(SnapshotRequest request) => _intervals.Begin(request, [.. _states.Values.Select(static s => s.Tables)]);

    public void Complete(long checkpoint) => _intervals.Complete(checkpoint);

    public void Abort(long checkpoint) => _intervals.Abort(checkpoint);

    /// <summary>Gives up the memory, after which the state is empty.</summary>
    public void Dispose()
    {
        foreach (var state in _states.Values) state.Tables.Release();
    }

    private KeyedTables TablesOf(string name) => new(name, context.Key.MaxParallelism, _intervals);

    private Func<StateDescriptor, FormerValues<T>> Former<T>(KeyedStateDeclaration declaration) =>
        written => new FormerValues<T>(written, context.Serializers, declaration, this);

    private TState Add<TState>(string name, TState state) where TState : IHeapState
    {
        _states.Add(name, state);
        if (state.CanDie) _sweeps.Add(new TableSweep(state));
        return state;
    }
}
