namespace Millrace.Runtime.Operators.Functions;

/// <summary>An operator with keyed state and timers. Between two steps of its task any key can be made the current one.</summary>
internal interface IKeyedOperator : IFunctionOperator
{
    Type KeyType { get; }

    /// <summary>The key group of the current key.</summary>
    int KeyGroup { get; }

    /// <summary>Makes a key the current one, for subsequent reads; the next record or timer sets its own.</summary>
    /// <exception cref="InvalidCastException">The value is not of the key type.</exception>
    void SetKey(object value);

    /// <summary>The number of pending timers, over all keys and both time domains.</summary>
    long TimerCount { get; }

    /// <summary>Returns the times of the current key's timers, ascending.</summary>
    IReadOnlyList<long> PendingTimers(TimeDomain domain);
}
