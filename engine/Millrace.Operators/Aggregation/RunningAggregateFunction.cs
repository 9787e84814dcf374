namespace Millrace;

internal sealed class RunningAggregateFunction<TKey, T, TAccumulator, TOut>(AggregateFunction<T, TAccumulator, TOut> aggregate, Ttl? timeToLive)
    : KeyedProcessFunction<TKey, T, (TKey Key, TOut Result)>
{
    private readonly AggregatingState<T, TAccumulator, TOut> _accumulator = new("accumulator", aggregate, timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, TOut Result)> output) =>
        output.Collect((context.Key, aggregate.GetResult(_accumulator.Add(value))));
}
