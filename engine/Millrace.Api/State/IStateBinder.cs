namespace Millrace;

/// <summary>
/// What a state backend, or the planner, does with each kind of storage; one generic method each. The kinds of state are more: several
/// keep their state in one kind of storage.
/// </summary>
public interface IStateBinder
{
    /// <summary>The storage of a value per key.</summary>
    IValueState<T> BindValue<T>(KeyedStateDeclaration declaration);

    /// <summary>The storage of a map per key.</summary>
    IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration) where TMapKey : notnull;
}
