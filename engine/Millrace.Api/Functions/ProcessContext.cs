namespace Millrace;

/// <summary>The context of the current record. A <c>ref struct</c>, so capturing it does not compile.</summary>
public readonly ref struct ProcessContext(long timestamp, ITimerService time, ISideOutputs sideOutputs)
{
    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The operator's watermark in milliseconds.</summary>
    public long CurrentWatermark => time.CurrentWatermark;

    /// <summary>The machine's time in milliseconds.</summary>
    public long CurrentProcessingTime => time.CurrentProcessingTime;

    /// <summary>Emits a record to a side output, with the timestamp of the current record.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => sideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record to a side output, with its own timestamp, in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => sideOutputs.Collect(tag, value, timestamp);
}
