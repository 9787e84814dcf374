namespace Millrace;

/// <summary>A function over the records of a non-keyed stream: any number of results for each.</summary>
public abstract class ProcessFunction<TIn, TOut> : StreamFunction
{
    /// <summary>Called for each record.</summary>
    public abstract void Process(TIn value, ProcessContext context, ICollector<TOut> output);
}
