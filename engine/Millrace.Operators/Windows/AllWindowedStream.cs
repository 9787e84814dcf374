using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>All records of a stream in windows, in one subtask: <c>bids.WindowAll(...).Count()</c>. Where there is a key, <c>KeyBy(...).Window(...)</c> is faster.</summary>
public sealed class AllWindowedStream<T>
{
    private readonly WindowedStream<bool, T> _windows;

    internal AllWindowedStream(WindowedStream<bool, T> windows) => _windows = windows;

    /// <summary>Keeps windows for so long after their end: a record that comes later than the watermark, but within this, gives a further result.</summary>
    /// <exception cref="InvalidJobException">It is negative, or windows follow the machine's time.</exception>
    public AllWindowedStream<T> AllowedLateness(TimeSpan lateness) => new(_windows.AllowedLateness(lateness));

    /// <summary>Sends records that no window takes any more to a side output of the windows' operator, instead of dropping them.</summary>
    public AllWindowedStream<T> LateDataTo(OutputTag<T> tag) => new(_windows.LateDataTo(tag));

    /// <summary>Results when <paramref name="trigger"/> says so, instead of at the end of each window.</summary>
    public AllTriggeredWindowedStream<T, TState> Trigger<TState>(Trigger<TState> trigger) => new(_windows.Trigger(trigger));

    /// <summary>Results when <paramref name="trigger"/> says so, instead of at the end of each window.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the trigger cannot.</exception>
    public AllTriggeredWindowedStream<T, TState> Trigger<TState>(Trigger<T, TState> trigger) => new(_windows.Trigger(trigger));

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
