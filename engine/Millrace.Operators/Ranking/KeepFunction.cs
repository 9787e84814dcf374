namespace Millrace;

/// <summary>Keeps a key's first record in an order; the earlier one if two are equal.</summary>
internal sealed class KeepFunction<TKey, T>(Comparison<T> order, Ttl? timeToLive) : KeyedProcessFunction<TKey, T, Change<TKey, T>>
{
    private readonly ValueState<T> _kept = new("kept", timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<Change<TKey, T>> output)
    {
        var isAny = _kept.TryGet(out var kept);
        if (isAny && order(value, kept!) >= 0) return;
        _kept.Update(value);
        output.Collect(new(isAny ? ChangeKind.Update : ChangeKind.Insert, context.Key, value, isAny ? kept : default));
    }
}
