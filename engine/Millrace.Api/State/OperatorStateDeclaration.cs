namespace Millrace;

/// <summary>State of a subtask, not of a key: any function, sink or source declares it as a field.</summary>
public abstract class OperatorStateDeclaration : StateDeclaration
{
    private protected OperatorStateDeclaration(string name) : base(name) { }

    /// <summary>Asks <paramref name="binder"/> for the storage behind this state, by its types.</summary>
    public abstract void Bind(IOperatorStateBinder binder);
}
