namespace Millrace;

/// <summary>The context of the current record, with its key's timers. A <c>ref struct</c>, so capturing it does not compile.</summary>
public readonly ref struct KeyedProcessContext<TKey>(TKey key, long timestamp, ITimerService timers, ISideOutputs sideOutputs)
{
    /// <summary>The current key.</summary>
    public TKey Key { get; } = key;

    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The timers of the current key, and both clocks.</summary>
    public ITimerService Timers { get; } = timers;

    /// <summary>The side outputs, for passing on to other functions.</summary>
    public ISideOutputs SideOutputs { get; } = sideOutputs;

    /// <summary>Emits a record to a side output, with the timestamp of the current record.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => SideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record to a side output, with its own timestamp, in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => SideOutputs.Collect(tag, value, timestamp);
}
