using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>All records of a stream, in one subtask, in windows that emit results when a trigger fires.</summary>
public sealed class AllTriggeredWindowedStream<T, TState>
{
    private readonly TriggeredWindowedStream<bool, T, TState> _windows;

    internal AllTriggeredWindowedStream(TriggeredWindowedStream<bool, T, TState> windows) => _windows = windows;

    /// <summary>Emits the number of records in each window.</summary>
    public OperatorStream<(TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), "window-all-count", file, line);

    /// <summary>Combines the records of each window with <paramref name="reduce"/>.</summary>
    public OperatorStream<(TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), "window-all-reduce", file, line);

    /// <summary>Emits the result of an aggregate function for each window. Only an accumulator is kept for each window.</summary>
    public OperatorStream<(TimeWindow Window, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        string kind = "window-all",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, static (_, window, result) => (window, result), kind, file, line).Parallelism(1);

    /// <summary>
    /// Emits any number of results for each window from the result of an aggregate function, which is the only element passed to
    /// <paramref name="function"/>.
    /// </summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        ProcessWindowFunction<bool, TResult, TOut> function,
        string kind = "window-all",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, function, kind, file, line).Parallelism(1);

    /// <summary>
    /// Emits any number of results for all records of each window; the key is always the same. The records are kept until the window ends.
    /// </summary>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<bool, T, TOut> function, string kind = "window-all", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Process(function, kind, file, line).Parallelism(1);
}
