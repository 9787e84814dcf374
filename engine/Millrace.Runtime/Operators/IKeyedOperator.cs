namespace Millrace.Runtime.Operators;

/// <summary>An operator with state and timers by key. Between two steps of its task any key can be made the current one.</summary>
internal interface IKeyedOperator : IFunctionOperator
{
    Type KeyType { get; }

    /// <summary>The key group of the current key.</summary>
    int KeyGroup { get; }

    /// <summary>Makes a key the current one, for what is read afterwards; the next record or timer sets its own.</summary>
    /// <exception cref="InvalidCastException">It is not of the key type.</exception>
    void SetKey(object value);

    /// <summary>How many timers are pending, of all keys and both clocks.</summary>
    long TimerCount { get; }

    /// <summary>The times of the current key's timers, ascending.</summary>
    IReadOnlyList<long> PendingTimers(TimeDomain domain);
}
