using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The records of a keyed stream in windows that give results when a trigger says so.</summary>
public sealed class TriggeredWindowedStream<TKey, T, TState>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly WindowSettings<T> _settings;
    private readonly Trigger<T, TState> _trigger;

    internal TriggeredWindowedStream(KeyedStream<TKey, T> stream, WindowSettings<T> settings, Trigger<T, TState> trigger) =>
        (_stream, _settings, _trigger) = (stream, settings, trigger);

    /// <summary>Lets records leave the windows when they fire, as <paramref name="evictor"/> says. All records are kept then.</summary>
    public EvictedWindowedStream<TKey, T, TState> Evictor(Evictor evictor) => Evictor(evictor.For<T>());

    /// <summary>Lets records leave the windows when they fire, as <paramref name="evictor"/> says. All records are kept then.</summary>
    /// <example><code>
    /// orders.KeyBy(o => o.Customer).Window(GlobalWindows.Create()).Trigger(new CountTrigger(1)).Evictor(TimeEvictor.Of(TimeSpan.FromMinutes(5))).Count()
    /// </code></example>
    public EvictedWindowedStream<TKey, T, TState> Evictor(Evictor<T> evictor) => new(_stream, _settings, _trigger, evictor);

    /// <summary>The number of records of each key and window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), static (key, window, count) => (key, window, count), "window-count", file, line);

    /// <summary>The records of each key and window, brought together by <paramref name="reduce"/>.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), static (key, window, value) => (key, window, value), "window-reduce", file, line);

    /// <summary>The result of an aggregate function for each key and window. Of a window only an accumulator is kept.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, static (key, window, result) => (key, window, result), "window-aggregate", file, line);

    /// <summary>The result of an aggregate function for each key and window, with these two made into a record.</summary>
    public OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate,
        Func<TKey, TimeWindow, TResult, TOut> resultOf,
        string kind = "window-aggregate",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, new WindowResult<TKey, TResult, TOut>(resultOf), kind, file, line);

    /// <summary>
    /// Any number of results of the result of an aggregate function for each key and window, which is the only element that
    /// <paramref name="function"/> gets. Of a window only an accumulator is kept, also where windows overlap, and the state that the function
    /// declares.
    /// </summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has state of windows.</exception>
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

    /// <summary>Any number of results of all records of each key and window. The records are kept until the window is over.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has state of windows.</exception>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<TKey, T, TOut> function, string kind = "window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        WindowStates.Check(function, _settings, CallSite.Of(file, line));
        return _stream.Process(new BufferingWindowFunction<TKey, T, TOut, TState>(_settings, _trigger, function), kind, file, line);
    }
}
