using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Core.Restoring;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.OperatorState;

/// <summary>
/// The non-keyed state of one subtask of one operator. It is small, and written in full with each checkpoint, empty lists too:
/// the blocks tell how many subtasks there were.
/// </summary>
/// <param name="subtask">The subtask's index.</param>
/// <param name="parallelism">The operator's parallelism.</param>
/// <param name="serializers">The job's serializers.</param>
/// <param name="written">The states of the restored checkpoint whose schema differs from the current one, by name.</param>
internal sealed class OperatorStateBackend(
    int subtask, int parallelism, SerializerCache serializers, IReadOnlyDictionary<string, StateDescriptor> written) : IOperatorStateBinder
{
    private readonly SortedDictionary<string, IOperatorState> _states = new(StringComparer.Ordinal);

    /// <summary>Controls whether broadcast state may be changed.</summary>
    public BroadcastGate Gate { get; } = new();

    /// <summary>Records the changes of the operator's state, where a record on which the function throws must leave nothing behind.</summary>
    public RecordUndo Undo { get; } = new();

    /// <summary>Binds the operator state that a function, sink or source declares, and restores it.</summary>
    public void Open(object declarer, IReadOnlyList<RestoredBlock> restored)
    {
        foreach (var state in StateDeclarations.Of(declarer).OfType<OperatorStateDeclaration>()) state.Bind(this);
        foreach (var (name, state) in _states)
        {
            var blocks = restored.Where(b => b.State == name && b.KeyGroup < 0).OrderBy(static b => b.Subtask).Select(static b => b.Block).ToList();
            if (blocks.Count > 0) state.Restore(blocks, written.GetValueOrDefault(name));
        }
    }

    public IOperatorListState<T> BindList<T>(OperatorListState<T> declaration) =>
        Add(declaration.Name, new OperatorElements<T>(old => Redistribution.Deal(old, subtask, parallelism), serializers, Undo));

    public IOperatorListState<T> BindUnion<T>(OperatorUnionState<T> declaration) =>
        Add(declaration.Name, new OperatorElements<T>(static old => old.SelectMany(static list => list), serializers, Undo));

    public IBroadcastState<TKey, TValue> BindBroadcast<TKey, TValue>(BroadcastState<TKey, TValue> declaration) where TKey : notnull =>
        Add(declaration.Name, new BroadcastCopy<TKey, TValue>(declaration.Name, subtask, Gate, KeyCodecs.Create<TKey>(), serializers, Undo));

    public void Snapshot(IStateSnapshotWriter writer)
    {
        foreach (var (name, state) in _states) writer.Write(name, -1, state.ToBlock());
    }

    private TState Add<TState>(string name, TState state) where TState : IOperatorState
    {
        _states.Add(name, state);
        return state;
    }
}
