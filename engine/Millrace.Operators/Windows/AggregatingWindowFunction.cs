namespace Millrace;

/// <summary>Windows that keep one accumulator each.</summary>
internal sealed class AggregatingWindowFunction<TKey, T, TAccumulator, TResult, TOut, TState>(
    WindowSettings<T> settings,
    Trigger<T, TState> trigger,
    AggregateFunction<T, TAccumulator, TResult> aggregate,
    ProcessWindowFunction<TKey, TResult, TOut> function)
    : WindowFunction<TKey, T, TOut, TState>(settings, trigger)
{
    private readonly MapState<TimeWindow, TAccumulator> _accumulators = new("window/accumulators");
    private readonly WindowStates _states = new(function);

    public override IReadOnlyList<StateParameter> StateParameters => [.. base.StateParameters, .. function.StateParameters];

    public override void Open(FunctionContext context)
    {
        base.Open(context);
        function.Open(context);
    }

    public override void Close() => function.Close();

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
        if (!_accumulators.TryGet(keptUnder, out var accumulator)) return;
        _states.Enter(window);
        function.Process(firing.In(window), [aggregate.GetResult(accumulator)], new WindowCollector<TOut>(firing.Output, window.MaxTimestamp));
        _states.Leave();
    }

    protected override void End(TimeWindow window) => _states.Clear(window);

    protected override void Drop(TimeWindow keptUnder) => _accumulators.Remove(keptUnder);
}
