using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// All records of a stream in windows, in one subtask: <c>bids.WindowAll(...).Count()</c>. If there is a key, <c>KeyBy(...).Window(...)</c> is
/// faster.
/// </summary>
public sealed class AllWindowedStream<T>
{
    private readonly WindowedStream<bool, T> _windows;

    internal AllWindowedStream(WindowedStream<bool, T> windows) => _windows = windows;

    /// <summary>Keeps windows for this long after their end: a record that arrives late but within this time emits another result.</summary>
    /// <exception cref="InvalidJobException">The lateness is negative, or the windows are in processing time.</exception>
    public AllWindowedStream<T> AllowedLateness(TimeSpan lateness) => new(_windows.AllowedLateness(lateness));

    /// <summary>Sends records that are too late for any window to a side output of the window operator, instead of dropping them.</summary>
    public AllWindowedStream<T> LateDataTo(OutputTag<T> tag) => new(_windows.LateDataTo(tag));

    /// <summary>Emits results when <paramref name="trigger"/> fires, instead of at the end of each window.</summary>
    public AllTriggeredWindowedStream<T, TState> Trigger<TState>(Trigger<TState> trigger) => new(_windows.Trigger(trigger));

    /// <summary>Emits results when <paramref name="trigger"/> fires, instead of at the end of each window.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the trigger does not support merging; or they end, and the trigger fires only at the end of the input.</exception>
    public AllTriggeredWindowedStream<T, TState> Trigger<TState>(Trigger<T, TState> trigger) => new(_windows.Trigger(trigger));

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
