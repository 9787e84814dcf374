using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>All records of a stream, in one subtask, in windows that give results when a trigger says so.</summary>
public sealed class AllTriggeredWindowedStream<T, TState>
{
    private readonly TriggeredWindowedStream<bool, T, TState> _windows;

    internal AllTriggeredWindowedStream(TriggeredWindowedStream<bool, T, TState> windows) => _windows = windows;

    /// <summary>The number of records of each window.</summary>
    public OperatorStream<(TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), "window-all-count", file, line);

    /// <summary>The records of each window, brought together by <paramref name="reduce"/>.</summary>
    public OperatorStream<(TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), "window-all-reduce", file, line);

    /// <summary>The result of an aggregate function for each window. Of a window only an accumulator is kept.</summary>
    public OperatorStream<(TimeWindow Window, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        string kind = "window-all",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, static (_, window, result) => (window, result), kind, file, line).Parallelism(1);

    /// <summary>Any number of results of the result of an aggregate function for each window, which is the only element that <paramref name="function"/> gets.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has state of windows.</exception>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        ProcessWindowFunction<bool, TResult, TOut> function,
        string kind = "window-all",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, function, kind, file, line).Parallelism(1);

    /// <summary>Any number of results of all records of each window; the key is always the same. The records are kept until the window is over.</summary>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<bool, T, TOut> function, string kind = "window-all", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Process(function, kind, file, line).Parallelism(1);
}
