using System.Numerics;

namespace Millrace;

internal sealed class SumFunction<TKey, T, TNumber>(Func<T, TNumber> numberOf, Ttl? timeToLive) : KeyedProcessFunction<TKey, T, (TKey Key, TNumber Sum)>
    where TNumber : INumber<TNumber>
{
    private readonly ReducingState<TNumber> _sum = new("sum", static (sum, number) => checked(sum + number), timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, TNumber Sum)> output) =>
        output.Collect((context.Key, _sum.Add(numberOf(value))));
}
