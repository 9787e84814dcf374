namespace Millrace;

/// <summary>What is known about the record at hand. A <c>ref struct</c>, so that capturing it does not compile.</summary>
public readonly ref struct ProcessContext(long timestamp, ITimerService time, ISideOutputs sideOutputs)
{
    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The operator's watermark in milliseconds.</summary>
    public long CurrentWatermark => time.CurrentWatermark;

    /// <summary>The machine's time in milliseconds.</summary>
    public long CurrentProcessingTime => time.CurrentProcessingTime;

    /// <summary>Emits a record into a side output, with the timestamp of the record at hand.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => sideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record into a side output, with a timestamp of its own in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => sideOutputs.Collect(tag, value, timestamp);
}
