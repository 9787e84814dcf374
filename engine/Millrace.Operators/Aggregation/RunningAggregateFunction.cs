namespace Millrace;

internal sealed class RunningAggregateFunction<TKey, T, TAccumulator, TOut>(AggregateFunction<T, TAccumulator, TOut> aggregate)
    : KeyedProcessFunction<TKey, T, (TKey Key, TOut Result)>
{
    private readonly ValueState<TAccumulator> _accumulator = new("accumulator");

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, TOut Result)> output)
    {
        var before = _accumulator.TryGet(out var kept) ? kept : aggregate.CreateAccumulator();
        var accumulator = aggregate.Add(before, value);
        _accumulator.Update(accumulator);
        output.Collect((context.Key, aggregate.GetResult(accumulator)));
    }
}
