using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Backends.Tests;

/// <summary>
/// A state backend on immutable trees: the simplest one that fulfills the whole contract, written against public types only. An example for
/// authors of backends.
/// </summary>
internal sealed class SortedStateBackend(KeyedStateContext context) : IKeyedStateBackend
{
    private readonly Dictionary<string, SortedState> _states = [];

    public TimeProvider Time => context.Time;

    public IEventClock EventTime => context.EventTime;

    public long Entries => _states.Values.Sum(static s => s.Tables.Sum(static t => t.Entries));

    public long Bytes => _states.Values.Sum(static s => s.Tables.Sum(static t => t.Bytes));

    public IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null) =>
        Add(declaration.Name, new SortedValueState<T>(declaration.Name, context.Key, context.Serializers, Former<T>(declaration), isDead));

    public IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null) where TMapKey : notnull =>
        Add(declaration.Name, new SortedMapState<TMapKey, TValue>(declaration.Name, context.Key, context.Serializers, Former<TValue>(declaration), isDead));

    public void Sweep(int entries)
    {
        foreach (var state in _states.Values) state.Sweep(entries);
    }

    public void Restore(RestoredBlock block)
    {
        if (_states.TryGetValue(block.State, out var state)) state.Restore(block, context.Written.GetValueOrDefault(block.State));
    }

    // A snapshot request names its base, so there is nothing to remember.
    public void Restored(long checkpoint) { }

    public IStateSnapshot BeginSnapshot(SnapshotRequest request) => new SortedSnapshot(request, _states.Values.SelectMany(static s => s.Tables), context.LongestChain);

    public void Complete(long checkpoint) { }

    public void Abort(long checkpoint) { }

    public void Dispose() { }

    // All values are serialized here.
    private Func<StateDescriptor, FormerValues<T>> Former<T>(KeyedStateDeclaration declaration) =>
        written => new FormerValues<T>(written with { Layout = null }, context.Serializers, declaration, this);

    private TState Add<TState>(string name, TState state) where TState : SortedState
    {
        _states.Add(name, state);
        return state;
    }
}
