namespace Millrace;

/// <summary>
/// What a state backend, or the planner, does with each kind of storage; one generic method each. The kinds of state are more: several
/// keep their state in one kind of storage.
/// </summary>
public interface IStateBinder
{
    /// <summary>The clock of the host.</summary>
    TimeProvider Time { get; }

    /// <summary>The event time of the operator.</summary>
    IEventClock EventTime { get; }

    /// <summary>The storage of a value per key.</summary>
    /// <param name="declaration">The state.</param>
    /// <param name="isDead">
    /// Values that nobody will miss: the storage looks for them in the background and removes them. Null where there are none.
    /// </param>
    IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null);

    /// <summary>The storage of a map per key.</summary>
    /// <param name="declaration">The state.</param>
    /// <param name="isDead">Values of entries that nobody will miss, as with <see cref="BindValue"/>.</param>
    IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null) where TMapKey : notnull;
}
