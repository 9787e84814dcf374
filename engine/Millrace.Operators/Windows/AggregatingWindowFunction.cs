namespace Millrace;

/// <summary>Windows that hold one accumulator each.</summary>
internal sealed class AggregatingWindowFunction<TKey, T, TAccumulator, TResult, TOut, TState>(
    WindowSettings<T> settings,
    Trigger<T, TState> trigger,
    AggregateFunction<T, TAccumulator, TResult> aggregate,
    Func<TKey, TimeWindow, TResult, TOut> resultOf)
    : WindowFunction<TKey, T, TOut, TState>(settings, trigger)
{
    private readonly MapState<TimeWindow, TAccumulator> _accumulators = new("window/accumulators");

    protected override void Add(TimeWindow keptUnder, T value) =>
        _accumulators.Put(keptUnder, aggregate.Add(_accumulators.TryGet(keptUnder, out var before) ? before : aggregate.CreateAccumulator(), value));

    protected override void Move(TimeWindow from, TimeWindow to)
    {
        if (!_accumulators.TryGet(from, out var moved)) return;
        _accumulators.Put(to, _accumulators.TryGet(to, out var there) ? aggregate.Merge(there, moved) : moved);
        _accumulators.Remove(from);
    }

    protected override void Emit(TKey key, TimeWindow window, TimeWindow keptUnder, ITimerService timers, ICollector<TOut> output)
    {
        if (_accumulators.TryGet(keptUnder, out var accumulator))
            output.Collect(resultOf(key, window, aggregate.GetResult(accumulator)), window.MaxTimestamp);
    }

    protected override void Drop(TimeWindow keptUnder) => _accumulators.Remove(keptUnder);
}
