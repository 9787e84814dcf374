namespace Millrace;

/// <summary>
/// Binds each kind of storage for a state backend or the planner, with one generic method for each. There are more kinds of state than of storage:
/// several kinds of state use the same kind of storage.
/// </summary>
public interface IStateBinder
{
    /// <summary>The host's clock.</summary>
    TimeProvider Time { get; }

    /// <summary>The operator's event time.</summary>
    IEventClock EventTime { get; }

    /// <summary>Returns the storage of a value per key.</summary>
    /// <param name="declaration">The state.</param>
    /// <param name="isDead">
    /// Whether a value can no longer be read; the storage finds such values in the background and removes them. Null if there are none.
    /// </param>
    IValueState<T> BindValue<T>(KeyedStateDeclaration declaration, Func<T, bool>? isDead = null);

    /// <summary>Returns the storage of a map per key.</summary>
    /// <param name="declaration">The state.</param>
    /// <param name="isDead">Whether the value of an entry can no longer be read, as for <see cref="BindValue"/>.</param>
    IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(KeyedStateDeclaration declaration, Func<TValue, bool>? isDead = null) where TMapKey : notnull;
}
