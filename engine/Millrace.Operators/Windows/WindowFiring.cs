namespace Millrace;

/// <summary>For which key windows fire, with its timers and the operator's outputs.</summary>
internal readonly ref struct WindowFiring<TKey, TOut>(TKey key, ITimerService timers, ISideOutputs sideOutputs, ICollector<TOut> output)
{
    public TKey Key { get; } = key;

    public ITimerService Timers { get; } = timers;

    public ICollector<TOut> Output { get; } = output;

    /// <summary>What the user's function sees of a window.</summary>
    public WindowContext<TKey> In(TimeWindow window) => new(Key, window, Timers, sideOutputs);
}
