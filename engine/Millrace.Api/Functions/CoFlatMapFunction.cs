namespace Millrace;

/// <summary>Collects any number of results for each record of two streams.</summary>
internal sealed class CoFlatMapFunction<T1, T2, TOut>(Action<T1, ICollector<TOut>> flatMap1, Action<T2, ICollector<TOut>> flatMap2)
    : CoProcessFunction<T1, T2, TOut>
{
    public override void Process1(T1 value, ProcessContext context, ICollector<TOut> output) => flatMap1(value, output);

    public override void Process2(T2 value, ProcessContext context, ICollector<TOut> output) => flatMap2(value, output);
}
