namespace Millrace;

/// <summary>The context of the current timer. A <c>ref struct</c>, so capturing it does not compile.</summary>
public readonly ref struct OnTimerContext<TKey>(TKey key, long timestamp, TimeDomain domain, ITimerService timers, ISideOutputs sideOutputs)
{
    /// <summary>The key that registered the timer.</summary>
    public TKey Key { get; } = key;

    /// <summary>The time for which the timer was registered, in milliseconds.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The clock that the timer follows.</summary>
    public TimeDomain Domain { get; } = domain;

    /// <summary>The timers of the current key, and both clocks.</summary>
    public ITimerService Timers { get; } = timers;

    /// <summary>The side outputs, for passing on to other functions.</summary>
    public ISideOutputs SideOutputs { get; } = sideOutputs;

    /// <summary>Emits a record to a side output, with the timestamp of the current timer.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => SideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record to a side output, with its own timestamp, in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => SideOutputs.Collect(tag, value, timestamp);
}
