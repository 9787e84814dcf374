using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The records of a keyed stream in windows from which records are evicted whenever they fire.</summary>
public sealed class EvictedWindowedStream<TKey, T, TState>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly WindowSettings<T> _settings;
    private readonly Trigger<T, TState> _trigger;
    private readonly Evictor<T> _evictor;

    internal EvictedWindowedStream(KeyedStream<TKey, T> stream, WindowSettings<T> settings, Trigger<T, TState> trigger, Evictor<T> evictor) =>
        (_stream, _settings, _trigger, _evictor) = (stream, settings, trigger, evictor);

    /// <summary>Emits the number of remaining records of each key and window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), static (key, window, count) => (key, window, count), "window-count", file, line);

    /// <summary>Combines the remaining records of each key and window with <paramref name="reduce"/>.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), static (key, window, value) => (key, window, value), "window-reduce", file, line);

    /// <summary>Emits the result of an aggregate function over the remaining records of each key and window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, static (key, window, result) => (key, window, result), "window-aggregate", file, line);

    /// <summary>Emits a record created from each key, window and result of an aggregate function over the window's remaining records.</summary>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        Func<TKey, TimeWindow, TResult, TOut> resultOf,
        string kind = "window-aggregate",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, new WindowResult<TKey, TResult, TOut>(resultOf), kind, file, line);

    /// <summary>Emits any number of results from the result of an aggregate function over the remaining records of each key and window.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        ProcessWindowFunction<TKey, TResult, TOut> function,
        string kind = "window-aggregate",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        WindowStates.Check(function, _settings, CallSite.Of(file, line));
        return Process(new FoldedElements<TKey, T, TAccumulator, TResult, TOut>(aggregate, function), kind, file, line);
    }

    /// <summary>Emits any number of results for the remaining records of each key and window.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<TKey, T, TOut> function, string kind = "window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        WindowStates.Check(function, _settings, CallSite.Of(file, line));
        return _stream.Process(new EvictingWindowFunction<TKey, T, TOut, TState>(_settings, _trigger, _evictor, function), kind, file, line);
    }
}
