namespace Millrace;

/// <summary>Passes the aggregate of a window's remaining records to another function.</summary>
internal sealed class FoldedElements<TKey, T, TAccumulator, TResult, TOut>(
    AggregateFunction<T, TAccumulator, TResult> aggregate, ProcessWindowFunction<TKey, TResult, TOut> function) : ProcessWindowFunction<TKey, T, TOut>
{
    public override IReadOnlyList<StateParameter> StateParameters => function.StateParameters;

    public override void Open(FunctionContext context) => function.Open(context);

    public override void Process(WindowContext<TKey> context, IEnumerable<T> elements, ICollector<TOut> output) =>
        function.Process(context, [aggregate.GetResult(elements.Aggregate(aggregate.CreateAccumulator(), aggregate.Add))], output);

    public override void Close() => function.Close();
}
