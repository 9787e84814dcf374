namespace Millrace;

/// <summary>
/// Aggregates records in an accumulator, whose type may differ from that of the result: for an average, a sum and a count. The function itself holds
/// no data, so one function serves any number of accumulators.
/// </summary>
/// <typeparam name="TIn">The type of the records.</typeparam>
/// <typeparam name="TAccumulator">The type of the accumulator; it is stored as state, so it must be serializable.</typeparam>
/// <typeparam name="TOut">The type of the result.</typeparam>
public abstract class AggregateFunction<TIn, TAccumulator, TOut>
{
    /// <summary>Returns an empty accumulator.</summary>
    public abstract TAccumulator CreateAccumulator();

    /// <summary>Returns the accumulator with one more record added; this may be the given accumulator, modified.</summary>
    public abstract TAccumulator Add(TAccumulator accumulator, TIn value);

    /// <summary>Returns the current result of an accumulator.</summary>
    public abstract TOut GetResult(TAccumulator accumulator);

    /// <summary>Returns an accumulator of the records of both <paramref name="a"/> and <paramref name="b"/>.</summary>
    public abstract TAccumulator Merge(TAccumulator a, TAccumulator b);
}
