using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The records of a keyed stream in windows that emit results when a trigger fires.</summary>
public sealed class TriggeredWindowedStream<TKey, T, TState>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly WindowSettings<T> _settings;
    private readonly Trigger<T, TState> _trigger;

    internal TriggeredWindowedStream(KeyedStream<TKey, T> stream, WindowSettings<T> settings, Trigger<T, TState> trigger) =>
        (_stream, _settings, _trigger) = (stream, settings, trigger);

    /// <summary>Evicts records from the windows when they fire. All records of a window are then kept.</summary>
    public EvictedWindowedStream<TKey, T, TState> Evictor(Evictor evictor) => Evictor(evictor.For<T>());

    /// <summary>Evicts records from the windows when they fire. All records of a window are then kept.</summary>
    /// <example><code>
    /// orders.KeyBy(o => o.Customer).Window(GlobalWindows.Create()).Trigger(new CountTrigger(1)).Evictor(TimeEvictor.Of(TimeSpan.FromMinutes(5))).Count()
    /// </code></example>
    public EvictedWindowedStream<TKey, T, TState> Evictor(Evictor<T> evictor) => new(_stream, _settings, _trigger, evictor);

    /// <summary>Emits the number of records of each key and window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), static (key, window, count) => (key, window, count), "window-count", file, line);

    /// <summary>Combines the records of each key and window with <paramref name="reduce"/>.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), static (key, window, value) => (key, window, value), "window-reduce", file, line);

    /// <summary>Emits the result of an aggregate function for each key and window. Only an accumulator is kept for each window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, static (key, window, result) => (key, window, result), "window-aggregate", file, line);

    /// <summary>Emits a record created from each key, window and result of an aggregate function.</summary>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        Func<TKey, TimeWindow, TResult, TOut> resultOf,
        string kind = "window-aggregate",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, new WindowResult<TKey, TResult, TOut>(resultOf), kind, file, line);

    /// <summary>
    /// Emits any number of results for each key and window from the result of an aggregate function, which is the only element passed to
    /// <paramref name="function"/>. Only an accumulator and the state that the function declares are kept for each window, even if windows overlap.
    /// </summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        ProcessWindowFunction<TKey, TResult, TOut> function,
        string kind = "window-aggregate",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        WindowStates.Check(function, _settings, CallSite.Of(file, line));
        return _stream.Process(
            new AggregatingWindowFunction<TKey, T, TAccumulator, TResult, TOut, TState>(_settings, _trigger, aggregate, function), kind, file, line);
    }

    /// <summary>Emits any number of results for all records of each key and window. The records are kept until the window ends.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<TKey, T, TOut> function, string kind = "window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        WindowStates.Check(function, _settings, CallSite.Of(file, line));
        return _stream.Process(new BufferingWindowFunction<TKey, T, TOut, TState>(_settings, _trigger, function), kind, file, line);
    }
}
