namespace Millrace;

/// <summary>What a state backend, or the planner, does with each kind of state; one generic method each.</summary>
public interface IStateBinder
{
    /// <summary>The storage of a value per key.</summary>
    IValueState<T> BindValue<T>(ValueState<T> declaration);

    /// <summary>The storage of a map per key.</summary>
    IMapState<TMapKey, TValue> BindMap<TMapKey, TValue>(MapState<TMapKey, TValue> declaration) where TMapKey : notnull;
}
