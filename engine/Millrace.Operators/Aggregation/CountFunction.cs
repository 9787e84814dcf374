namespace Millrace;

internal sealed class CountFunction<TKey, T>(Ttl? timeToLive) : KeyedProcessFunction<TKey, T, (TKey Key, long Count)>
{
    private readonly ValueState<long> _count = new("count", timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, long Count)> output)
    {
        var count = _count.Value + 1;
        _count.Update(count);
        output.Collect((context.Key, count));
    }
}
