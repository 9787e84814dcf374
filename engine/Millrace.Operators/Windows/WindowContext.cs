namespace Millrace;

/// <summary>
/// The context of a <see cref="ProcessWindowFunction{TKey, T, TOut}"/> for the current window. A <c>ref struct</c>, so capturing it does not compile.
/// </summary>
public readonly ref struct WindowContext<TKey>(TKey key, TimeWindow window, ITimerService timers, ISideOutputs sideOutputs)
{
    /// <summary>The key.</summary>
    public TKey Key { get; } = key;

    /// <summary>The window.</summary>
    public TimeWindow Window { get; } = window;

    /// <summary>The operator's watermark, in milliseconds.</summary>
    public long CurrentWatermark => timers.CurrentWatermark;

    /// <summary>The machine's time, in milliseconds.</summary>
    public long CurrentProcessingTime => timers.CurrentProcessingTime;

    /// <summary>Emits a record to a side output, with the window's last millisecond as its timestamp.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => sideOutputs.Collect(tag, value, Window.MaxTimestamp);

    /// <summary>Emits a record to a side output, with its own timestamp, in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => sideOutputs.Collect(tag, value, timestamp);
}
