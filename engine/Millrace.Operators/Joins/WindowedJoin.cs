using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams that are joined by key and window.</summary>
public sealed class WindowedJoin<TKey, T1, T2>
{
    private readonly WindowedStream<TKey, JoinSide<TKey, T1, T2>> _windows;

    internal WindowedJoin(WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows) => _windows = windows;

    /// <summary>A result for each pair of a key and window, with the window's last millisecond as its timestamp.</summary>
    /// <param name="resultOf">Makes the result; the side that is missing is the default value.</param>
    /// <param name="kind">What becomes of records without a partner.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public OperatorStream<TOut> Select<TOut>(
        Func<T1?, T2?, TOut> resultOf, JoinKind kind = JoinKind.Inner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Process(
            new CoGroupFunction<TKey, T1, T2, TOut>((_, _, left, right) => Pairs(left, right, resultOf, kind)), "window-join", file, line);

    /// <summary>Any number of results of all left and right records of a key and window; one side may be empty.</summary>
    public OperatorStream<TOut> CoGroup<TOut>(
        Func<TKey, TimeWindow, IReadOnlyList<T1>, IReadOnlyList<T2>, IEnumerable<TOut>> resultsOf,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _windows.Process(new CoGroupFunction<TKey, T1, T2, TOut>(resultsOf), "co-group", file, line);

    private static IEnumerable<TOut> Pairs<TOut>(IReadOnlyList<T1> left, IReadOnlyList<T2> right, Func<T1?, T2?, TOut> resultOf, JoinKind kind)
    {
        if (right.Count == 0) return kind is JoinKind.Left or JoinKind.Full ? left.Select(l => resultOf(l, default)) : [];
        if (left.Count == 0) return kind is JoinKind.Right or JoinKind.Full ? right.Select(r => resultOf(default, r)) : [];
        return left.SelectMany(l => right.Select(r => resultOf(l, r)));
    }
}
