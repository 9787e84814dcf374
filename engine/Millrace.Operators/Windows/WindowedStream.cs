using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// The records of a keyed stream in windows that emit results when they end: <c>bids.KeyBy(b => b.Auction).Window(...).Count()</c>.
/// </summary>
public sealed class WindowedStream<TKey, T>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly WindowSettings<T> _settings;
    private readonly string _callSite;

    internal WindowedStream(KeyedStream<TKey, T> stream, WindowSettings<T> settings, string callSite) =>
        (_stream, _settings, _callSite) = (stream, settings, callSite);

    /// <summary>Keeps windows for this long after their end: a record that arrives late but within this time emits another result.</summary>
    /// <exception cref="InvalidJobException">
    /// The lateness is negative or not a whole number of milliseconds, or the windows are in processing time.
    /// </exception>
    public WindowedStream<TKey, T> AllowedLateness(TimeSpan lateness)
    {
        if (lateness < TimeSpan.Zero || lateness.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new InvalidJobException($"The allowed lateness of the windows at {_callSite} is {lateness}; it must be whole milliseconds, 0 or more.");
        if (_settings.Assigner.Domain == TimeDomain.ProcessingTime)
            throw new InvalidJobException($"The windows at {_callSite} are in processing time, in which no record is late; remove the allowed lateness.");
        return new WindowedStream<TKey, T>(_stream, _settings with { AllowedLateness = (long)lateness.TotalMilliseconds }, _callSite);
    }

    /// <summary>Sends records that are too late for any window to a side output of the window operator, instead of dropping them.</summary>
    public WindowedStream<TKey, T> LateDataTo(OutputTag<T> tag) => LateDataTo(new LateRecords<T>(tag));

    internal WindowedStream<TKey, T> LateDataTo(LateData<T> late) => new(_stream, _settings with { LateData = late }, _callSite);

    /// <summary>Emits results when <paramref name="trigger"/> fires, instead of at the end of each window.</summary>
    public TriggeredWindowedStream<TKey, T, TState> Trigger<TState>(Trigger<TState> trigger) => Trigger(trigger.For<T>());

    /// <summary>Emits results when <paramref name="trigger"/> fires, instead of at the end of each window.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the trigger does not support merging; or they end, and the trigger fires only at the end of the input.</exception>
    public TriggeredWindowedStream<TKey, T, TState> Trigger<TState>(Trigger<T, TState> trigger)
    {
        if (trigger.WaitsForEndOfInput && !_settings.Assigner.NeverEnds)
        {
            throw new InvalidJobException(
                $"The windows at {_callSite} end before the input does, and would be dropped without a result by {trigger.Name}: use GlobalWindows, or an assigner whose NeverEnds is true.");
        }

        if (_settings.Assigner.Merges && !trigger.CanMerge)
            throw new InvalidJobException($"The windows at {_callSite} merge, which {trigger.Name} does not support: override CanMerge, Merge and OnMerge.");
        return new TriggeredWindowedStream<TKey, T, TState>(_stream, _settings, trigger);
    }

    /// <summary>Evicts records from the windows when they fire. All records of a window are then kept.</summary>
    public EvictedWindowedStream<TKey, T, NoTriggerState> Evictor(Evictor evictor) => Triggered().Evictor(evictor);

    /// <summary>Evicts records from the windows when they fire. All records of a window are then kept.</summary>
    public EvictedWindowedStream<TKey, T, NoTriggerState> Evictor(Evictor<T> evictor) => Triggered().Evictor(evictor);

    /// <summary>Emits the number of records of each key and window.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, long Count)> Count([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new CountAggregate<T>(), static (key, window, count) => (key, window, count), "window-count", file, line);

    /// <summary>Combines the records of each key and window with <paramref name="reduce"/>.</summary>
    public OperatorStream<(TKey Key, TimeWindow Window, T Value)> Reduce(
        Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), static (key, window, value) => (key, window, value), "window-reduce", file, line);

    /// <summary>Emits the result of an aggregate function for each key and window. Only accumulators are kept.</summary>
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
        _settings.Assigner.Grid is { } grid
            ? _stream.Process(new PaneWindowFunction<TKey, T, TAccumulator, TResult, TOut>(_settings, grid, aggregate, resultOf), kind, file, line)
            : Triggered().Aggregate(aggregate, resultOf, kind, file, line);

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
        [CallerLineNumber] int line = 0) =>
        Triggered().Aggregate(aggregate, function, kind, file, line);

    /// <summary>Emits any number of results for all records of each key and window. The records are kept until the window ends.</summary>
    /// <exception cref="InvalidJobException">The windows merge, and the function has window state.</exception>
    public OperatorStream<TOut> Process<TOut>(
        ProcessWindowFunction<TKey, T, TOut> function, string kind = "window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Triggered().Process(function, kind, file, line);

    private TriggeredWindowedStream<TKey, T, NoTriggerState> Triggered() => Trigger(
        _settings.Assigner.DefaultTrigger
        ?? throw new InvalidJobException($"The windows at {_callSite} never end, so they would produce no results; specify when with Trigger(...)."));
}
