namespace Millrace;

/// <summary>Windows that keep one accumulator each.</summary>
internal sealed class AggregatingWindowFunction<TKey, T, TAccumulator, TResult, TOut, TState>(
    WindowSettings<T> settings,
    Trigger<T, TState> trigger,
    AggregateFunction<T, TAccumulator, TResult> aggregate,
    ProcessWindowFunction<TKey, TResult, TOut> function)
    : WindowFunction<TKey, T, TResult, TOut, TState>(settings, trigger, function)
{
    private readonly MapState<TimeWindow, TAccumulator> _accumulators = new("window/accumulators");

    protected override void Add(TimeWindow keptUnder, T value, long time) =>
        _accumulators.Put(keptUnder, aggregate.Add(_accumulators.TryGet(keptUnder, out var before) ? before : aggregate.CreateAccumulator(), value));

    protected override void Move(TimeWindow from, TimeWindow to)
    {
        if (!_accumulators.TryGet(from, out var moved)) return;
        _accumulators.Put(to, _accumulators.TryGet(to, out var there) ? aggregate.Merge(there, moved) : moved);
        _accumulators.Remove(from);
    }

    protected override void Emit(TimeWindow window, TimeWindow keptUnder, WindowFiring<TKey, TOut> firing)
    {
        if (_accumulators.TryGet(keptUnder, out var accumulator)) Emit(window, [aggregate.GetResult(accumulator)], firing);
    }

    protected override void Drop(TimeWindow keptUnder) => _accumulators.Remove(keptUnder);
}
