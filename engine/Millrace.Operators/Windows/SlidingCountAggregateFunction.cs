namespace Millrace;

/// <summary>Keeps a key's last records by number, as accumulators, and combines them at regular numbers of records, at logarithmic cost.</summary>
internal sealed class SlidingCountAggregateFunction<TKey, T, TAccumulator, TResult, TOut> : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly MapState<long, TAccumulator> _last = new("last");
    private readonly ValueState<long> _count = new("count");
    private readonly PaneTree<TAccumulator> _sums;
    private readonly long _size;
    private readonly long _slide;
    private readonly AggregateFunction<T, TAccumulator, TResult> _aggregate;
    private readonly Func<TKey, TResult, TOut> _resultOf;

    public SlidingCountAggregateFunction(long size, long slide, AggregateFunction<T, TAccumulator, TResult> aggregate, Func<TKey, TResult, TOut> resultOf)
    {
        (_size, _slide, _aggregate, _resultOf) = (size, slide, aggregate, resultOf);
        _sums = new PaneTree<TAccumulator>(size, number => _last.TryGet(number, out var one) ? one : default!, aggregate.Merge);
    }

    // With a larger size the earlier records would be missing; with a smaller one, the surplus records would never be removed.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the size of its windows", _size)];

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var count = _count.Value + 1;
        _count.Update(count);
        _last.Put(count, _aggregate.Add(_aggregate.CreateAccumulator(), value));
        _sums.Add(count);
        if (_last.Remove(count - _size)) _sums.Remove(count - _size);
        if (count % _slide == 0 && _sums.TrySum(Math.Max(1, count - _size + 1), count, out var sum)) output.Collect(_resultOf(context.Key, _aggregate.GetResult(sum)));
    }
}
