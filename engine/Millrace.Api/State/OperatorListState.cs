namespace Millrace;

/// <summary>
/// A list of one subtask, such as records that a sink holds back. After a restore at another parallelism the elements of all subtasks, in
/// the order of these, are dealt in turn: each is in one subtask. At the same parallelism each subtask has its own again.
/// </summary>
public sealed class OperatorListState<T>(string name) : OperatorElementsState<T>(name)
{
    /// <inheritdoc/>
    public override string Kind => "operator-list";

    /// <inheritdoc/>
    public override void Bind(IOperatorStateBinder binder)
    {
        RefuseIfBound(Storage);
        Storage = Bound(binder.BindList(this));
    }
}
