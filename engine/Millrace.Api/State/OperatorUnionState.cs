namespace Millrace;

/// <summary>
/// A list that belongs to one subtask and after every restore contains the elements of all subtasks, in subtask order. Each subtask must then keep
/// only its own elements (<c>Update</c> in <c>Open</c>); otherwise the next restore has each element once per subtask.
/// </summary>
public sealed class OperatorUnionState<T>(string name) : OperatorElementsState<T>(name)
{
    /// <inheritdoc/>
    public override string Kind => "operator-union";

    /// <inheritdoc/>
    public override void Bind(IOperatorStateBinder binder)
    {
        RefuseIfBound(Storage);
        Storage = Bound(binder.BindUnion(this));
    }
}
