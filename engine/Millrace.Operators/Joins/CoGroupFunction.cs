namespace Millrace;

/// <summary>Passes the records of a window on, separated by side.</summary>
internal sealed class CoGroupFunction<TKey, T1, T2, TOut>(Func<TKey, TimeWindow, IReadOnlyList<T1>, IReadOnlyList<T2>, IEnumerable<TOut>> resultsOf)
    : ProcessWindowFunction<TKey, JoinSide<TKey, T1, T2>, TOut>
{
    public override void Process(WindowContext<TKey> context, IEnumerable<JoinSide<TKey, T1, T2>> elements, ICollector<TOut> output)
    {
        var (left, right) = (new List<T1>(), new List<T2>());
        foreach (var side in elements)
        {
            if (side.IsLeft) left.Add(side.Left!);
            else right.Add(side.Right!);
        }

        foreach (var result in resultsOf(context.Key, context.Window, left, right)) output.Collect(result);
    }
}
