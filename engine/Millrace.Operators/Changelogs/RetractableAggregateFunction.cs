namespace Millrace;

/// <summary>An aggregate function that can also remove a record, for results over tables, whose rows change.</summary>
public abstract class RetractableAggregateFunction<TIn, TAccumulator, TOut> : AggregateFunction<TIn, TAccumulator, TOut>
{
    /// <summary>Returns the accumulator without a record that was added earlier.</summary>
    public abstract TAccumulator Retract(TAccumulator accumulator, TIn value);
}
