namespace Millrace;

/// <summary>Emits one result for each record of two streams.</summary>
internal sealed class CoMapFunction<T1, T2, TOut>(Func<T1, TOut> map1, Func<T2, TOut> map2) : CoProcessFunction<T1, T2, TOut>
{
    public override void Process1(T1 value, ProcessContext context, ICollector<TOut> output) => output.Collect(map1(value));

    public override void Process2(T2 value, ProcessContext context, ICollector<TOut> output) => output.Collect(map2(value));
}
