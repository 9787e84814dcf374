namespace Millrace;

/// <summary>Creates a record from the key, the window and the result of its aggregate.</summary>
internal sealed class WindowResult<TKey, TResult, TOut>(Func<TKey, TimeWindow, TResult, TOut> resultOf) : ProcessWindowFunction<TKey, TResult, TOut>
{
    public override void Process(WindowContext<TKey> context, IEnumerable<TResult> elements, ICollector<TOut> output)
    {
        foreach (var result in elements) output.Collect(resultOf(context.Key, context.Window, result));
    }
}
