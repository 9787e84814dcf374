namespace Millrace;

/// <summary>The key whose windows fire, with its timers and the operator's outputs.</summary>
internal readonly ref struct WindowFiring<TKey, TOut>(TKey key, ITimerService timers, ISideOutputs sideOutputs, ICollector<TOut> output)
{
    public TKey Key { get; } = key;

    public ITimerService Timers { get; } = timers;

    public ICollector<TOut> Output { get; } = output;

    /// <summary>Returns the context of a window for the user's function.</summary>
    public WindowContext<TKey> In(TimeWindow window) => new(Key, window, Timers, sideOutputs);
}
