namespace Millrace;

/// <summary>Keeps the last records of a key by their numbers, and makes a result of them after each so many.</summary>
internal sealed class SlidingCountFunction<TKey, T, TOut>(long size, long slide, Func<TKey, IReadOnlyList<T>, TOut> resultOf) : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly MapState<long, T> _last = new("last");
    private readonly ValueState<long> _count = new("count");

    // Of more records the earlier ones are gone, and of fewer those that are too many would stay.
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
