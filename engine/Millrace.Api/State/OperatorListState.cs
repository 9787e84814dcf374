namespace Millrace;

/// <summary>
/// A list that belongs to one subtask, such as records that a sink holds back. After a restore at another parallelism, the elements of all subtasks
/// are redistributed round-robin in subtask order, each to one subtask. At the same parallelism, each subtask gets its own list back.
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
