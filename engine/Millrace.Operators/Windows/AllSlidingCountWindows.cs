using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The last records of a stream, again and again after some more, in one subtask: <c>stream.CountWindowAll(size: 10, slide: 2)</c>.</summary>
public sealed class AllSlidingCountWindows<T>
{
    private readonly SlidingCountWindows<bool, T> _windows;

    internal AllSlidingCountWindows(SlidingCountWindows<bool, T> windows) => _windows = windows;

    /// <summary>The records of each window, brought together by <paramref name="reduce"/> in their order, in any grouping.</summary>
    public OperatorStream<T> Reduce(Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(new ReduceAggregate<T>(reduce), static (_, value) => value, "count-window-all-reduce", file, line).Parallelism(1);

    /// <summary>The result of an aggregate function for each window.</summary>
    public OperatorStream<TResult> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Aggregate(aggregate, static (_, result) => result, "count-window-all-aggregate", file, line).Parallelism(1);

    /// <summary>A result of all records of each window, in the order in which they came.</summary>
    public OperatorStream<TOut> Process<TOut>(
        Func<IReadOnlyList<T>, TOut> resultOf, string kind = "count-window-all", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _windows.Process((_, records) => resultOf(records), kind, file, line).Parallelism(1);
}
