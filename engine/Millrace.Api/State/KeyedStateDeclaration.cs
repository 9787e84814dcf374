namespace Millrace;

/// <summary>State of the record's key: a function over a keyed stream declares it as a field.</summary>
public abstract class KeyedStateDeclaration : StateDeclaration
{
    private protected KeyedStateDeclaration(string name) : base(name) { }

    /// <summary>Asks <paramref name="binder"/> for the storage behind this state, by its types.</summary>
    public abstract void Bind(IStateBinder binder);
}
