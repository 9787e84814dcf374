namespace Millrace;

/// <summary>Keeps the records of both sides, and pairs each new one with those of the other side.</summary>
internal sealed class RecordJoinFunction<TKey, T1, T2, TOut>(Func<T1, T2, TOut> resultOf, Ttl timeToLive) : KeyedCoProcessFunction<TKey, T1, T2, TOut>
{
    private readonly ListState<T1> _left = new("left", timeToLive);
    private readonly ListState<T2> _right = new("right", timeToLive);

    public override void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        _left.Add(value);
        foreach (var right in _right.Entries) output.Collect(resultOf(value, right));
    }

    public override void Process2(T2 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        _right.Add(value);
        foreach (var left in _left.Entries) output.Collect(resultOf(left, value));
    }
}
