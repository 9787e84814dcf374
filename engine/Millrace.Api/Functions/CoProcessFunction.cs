namespace Millrace;

/// <summary>A function over the records of two non-keyed streams: any number of results for each record of either.</summary>
public abstract class CoProcessFunction<T1, T2, TOut> : StreamFunction
{
    /// <summary>Called for each record of the first stream.</summary>
    public abstract void Process1(T1 value, ProcessContext context, ICollector<TOut> output);

    /// <summary>Called for each record of the second stream.</summary>
    public abstract void Process2(T2 value, ProcessContext context, ICollector<TOut> output);
}
