namespace Millrace;

/// <summary>What a <see cref="ProcessWindowFunction{TKey, T, TOut}"/> sees of the window at hand. A <c>ref struct</c>, so that capturing it does not compile.</summary>
public readonly ref struct WindowContext<TKey>(TKey key, TimeWindow window, ITimerService timers)
{
    /// <summary>The key.</summary>
    public TKey Key { get; } = key;

    /// <summary>The window.</summary>
    public TimeWindow Window { get; } = window;

    /// <summary>The operator's watermark.</summary>
    public long CurrentWatermark => timers.CurrentWatermark;

    /// <summary>The machine's time in milliseconds.</summary>
    public long CurrentProcessingTime => timers.CurrentProcessingTime;
}
