namespace Millrace;

/// <summary>
/// A list of one subtask, which after every restore holds the elements of all subtasks, in the order of these; each subtask then keeps
/// what is its own (<c>Update</c> in <c>Open</c>), or the next restore has each element as many times as there are subtasks.
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
