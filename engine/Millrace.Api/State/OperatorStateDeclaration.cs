namespace Millrace;

/// <summary>State of a subtask rather than of a key; any function, sink or source declares it in a field.</summary>
public abstract class OperatorStateDeclaration : StateDeclaration
{
    private protected OperatorStateDeclaration(string name) : base(name) { }

    /// <summary>Gets the storage behind this state from <paramref name="binder"/>, by its types.</summary>
    public abstract void Bind(IOperatorStateBinder binder);
}
