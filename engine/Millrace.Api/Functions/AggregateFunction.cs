namespace Millrace;

/// <summary>
/// Brings records together in an accumulator that may be of another type than the result: for an average, a sum and a count. It holds
/// nothing itself, so one function serves any number of accumulators.
/// </summary>
/// <typeparam name="TIn">The records.</typeparam>
/// <typeparam name="TAccumulator">What is kept; it is state, so it must be serializable.</typeparam>
/// <typeparam name="TOut">The result.</typeparam>
public abstract class AggregateFunction<TIn, TAccumulator, TOut>
{
    /// <summary>The accumulator of no records.</summary>
    public abstract TAccumulator CreateAccumulator();

    /// <summary>The accumulator with one more record; it may be the one given, changed.</summary>
    public abstract TAccumulator Add(TAccumulator accumulator, TIn value);

    /// <summary>The result so far.</summary>
    public abstract TOut GetResult(TAccumulator accumulator);

    /// <summary>The accumulator of the records of both.</summary>
    public abstract TAccumulator Merge(TAccumulator a, TAccumulator b);
}
