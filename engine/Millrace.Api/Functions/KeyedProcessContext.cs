namespace Millrace;

/// <summary>What is known about the record at hand, and its key's timers. A <c>ref struct</c>, so that capturing it does not compile.</summary>
public readonly ref struct KeyedProcessContext<TKey>(TKey key, long timestamp, ITimerService timers, ISideOutputs sideOutputs)
{
    /// <summary>The current key.</summary>
    public TKey Key { get; } = key;

    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The timers of the current key, and both clocks.</summary>
    public ITimerService Timers { get; } = timers;

    /// <summary>The side outputs, for who hands them on to other functions.</summary>
    public ISideOutputs SideOutputs { get; } = sideOutputs;

    /// <summary>Emits a record into a side output, with the timestamp of the record at hand.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => SideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record into a side output, with a timestamp of its own in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => SideOutputs.Collect(tag, value, timestamp);
}
