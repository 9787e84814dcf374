namespace Millrace;

/// <summary>Keeps a key's last records by number, and emits a result for them at regular numbers of records.</summary>
internal sealed class SlidingCountFunction<TKey, T, TOut>(long size, long slide, Func<TKey, IReadOnlyList<T>, TOut> resultOf) : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly MapState<long, T> _last = new("last");
    private readonly ValueState<long> _count = new("count");

    // With a larger size the earlier records would be missing; with a smaller one, the surplus records would never be removed.
    public override IReadOnlyList<StateParameter> StateParameters => [StateParameter.Of("the size of its windows", size)];

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var count = _count.Value + 1;
        _count.Update(count);
        _last.Put(count, value);
        _last.Remove(count - size);
        if (count % slide == 0) output.Collect(resultOf(context.Key, [.. _last.Values]));
    }
}
