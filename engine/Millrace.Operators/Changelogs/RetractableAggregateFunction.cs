namespace Millrace;

/// <summary>An aggregate that can take a record back: for results over tables, whose rows change.</summary>
public abstract class RetractableAggregateFunction<TIn, TAccumulator, TOut> : AggregateFunction<TIn, TAccumulator, TOut>
{
    /// <summary>The accumulator without a record that was added to it before.</summary>
    public abstract TAccumulator Retract(TAccumulator accumulator, TIn value);
}
