using System.Numerics;

namespace Millrace;

internal sealed class SumFunction<TKey, T, TNumber>(Func<T, TNumber> numberOf) : KeyedProcessFunction<TKey, T, (TKey Key, TNumber Sum)>
    where TNumber : INumber<TNumber>
{
    private readonly ValueState<TNumber> _sum = new("sum");

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, TNumber Sum)> output)
    {
        var sum = checked((_sum.TryGet(out var before) ? before : TNumber.Zero) + numberOf(value));
        _sum.Update(sum);
        output.Collect((context.Key, sum));
    }
}
