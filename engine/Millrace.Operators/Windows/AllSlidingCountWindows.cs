using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The last records of a stream, at regular numbers of records, in one subtask: <c>stream.CountWindowAll(size: 10, slide: 2)</c>.</summary>
public sealed class AllSlidingCountWindows<T>
{
    private readonly SlidingCountWindows<bool, T> _windows;

    internal AllSlidingCountWindows(SlidingCountWindows<bool, T> windows) => _windows = windows;

    /// <summary>Combines the records of each window with <paramref name="reduce"/>, in order, with any grouping.</summary>
    public OperatorStream<T> Reduce(Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(new ReduceAggregate<T>(reduce), static (_, value) => value, "count-window-all-reduce", file, line).Parallelism(1);

    /// <summary>Emits the result of an aggregate function for each window.</summary>
    public OperatorStream<TResult> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, static (_, result) => result, "count-window-all-aggregate", file, line).Parallelism(1);

    /// <summary>
    /// Emits a result for all records of each window, in arrival order. All of them are read for each window, so it costs as much as its size.
    /// </summary>
    public OperatorStream<TOut> Process<TOut>(
        Func<IReadOnlyList<T>, TOut> resultOf, string kind = "count-window-all", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Process((_, records) => resultOf(records), kind, file, line).Parallelism(1);
}
