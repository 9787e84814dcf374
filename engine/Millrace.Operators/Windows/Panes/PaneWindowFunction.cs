namespace Millrace;

/// <summary>
/// Windows on a grid, with results when they end. They share panes, the longest spans from which all of them can be composed: a record updates one
/// pane, and a window merges its panes when it ends, using the sums cached by earlier windows if there are many panes. A record therefore costs the
/// same however much the windows overlap. After Li and others, "No pane, no gain" (SIGMOD Record 2005). Windows in processing time that have not
/// ended at the end of a bounded input are emitted then.
/// </summary>
internal sealed class PaneWindowFunction<TKey, T, TAccumulator, TResult, TOut>(
    WindowSettings<T> settings,
    WindowGrid grid,
    AggregateFunction<T, TAccumulator, TResult> aggregate,
    Func<TKey, TimeWindow, TResult, TOut> resultOf)
    : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly WindowPanes<TAccumulator> _panes = new(grid, aggregate.Merge);
    private readonly bool _isEventTime = settings.Assigner.Domain == TimeDomain.EventTime;

    // The end of the last emitted window while its panes are also in later windows: which windows remain to be emitted at the end of the input.
    private readonly ValueState<long>? _emitted = settings.Assigner.Domain == TimeDomain.ProcessingTime && grid.Slide < grid.Size ? new("window/emitted") : null;
    private Counter? _late;

    // Panes are delimited by the starts and ends of windows, and timers are registered at the ends.
    public override IReadOnlyList<StateParameter> StateParameters =>
    [
        new("the clock of its windows", $"{settings.Assigner.Domain}"),
        StateParameter.Of("the size of its windows", TimeSpan.FromMilliseconds(grid.Size)),
        StateParameter.Of("the slide of its windows", TimeSpan.FromMilliseconds(grid.Slide)),
        StateParameter.Of("the offset of its windows", TimeSpan.FromMilliseconds(((grid.Offset % grid.Slide) + grid.Slide) % grid.Slide)),
        StateParameter.Of("the allowed lateness", TimeSpan.FromMilliseconds(settings.AllowedLateness)),
    ];

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var timers = context.Timers;
        var time = settings.TimeOf(context.Timestamp, timers);
        if (!grid.Reaches(time))
        {
            TakeLate(value, context);
            return;
        }

        if (!grid.Holds(time)) return;
        var pane = grid.PaneOf(time);
        if (_isEventTime && settings.CleanupTime(grid.LastEnd(pane) - 1) <= timers.CurrentWatermark)
        {
            if (settings.CleanupTime(time) <= timers.CurrentWatermark) TakeLate(value, context);
            return;
        }

        var isKnown = _panes.TryGet(pane, out var before);
        _panes.Put(pane, !isKnown, IsOver(pane, timers), aggregate.Add(isKnown ? before : aggregate.CreateAccumulator(), value));
        if (!isKnown) RegisterTimers(pane, timers);
        if (_isEventTime) EmitAgain(context.Key, pane, timers, output);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        if (context.Domain != settings.Assigner.Domain)
        {
            EmitRest(context.Key, context.Timers, output);
            return;
        }

        var end = _isEventTime ? context.Timestamp + 1 : context.Timestamp;
        var isContinued = false;
        if (grid.EndsAt(end))
        {
            isContinued = Emit(context.Key, end, output) && _panes.IsAny(new TimeWindow(end - grid.Size + grid.Slide, end));
            if (isContinued) Register(end + grid.Slide, context.Timers);
        }

        var cleaned = _isEventTime ? end - settings.AllowedLateness : end;
        if (grid.EndsAt(cleaned)) Forget(cleaned);
        if (_isEventTime) return;
        if (isContinued) _emitted?.Update(end);
        else _emitted?.Clear();
        if (!isContinued && _panes.IsEmpty) context.Timers.DeleteEventTimeTimer(Timestamps.MaxWatermark);
    }

    // After a restore, the machine's time may be earlier than before.
    private bool IsOver(long pane, ITimerService timers) => _isEventTime
        ? grid.NextPane(pane) - 1 <= timers.CurrentWatermark
        : _emitted is not null && _emitted.TryGet(out var emitted) && pane < emitted;

    private void TakeLate(T value, KeyedProcessContext<TKey> context)
    {
        if (settings.LateData?.Put(value, context) != true) _late?.Add();
    }

    // Each pane has a timer for the first window that contains it and has not ended; that window's timer registers the next one. With allowed
    // lateness it also has one for the time when it is dropped.
    private void RegisterTimers(long pane, ITimerService timers)
    {
        var end = grid.FirstEnd(pane);
        if (_isEventTime)
        {
            while (end - 1 <= timers.CurrentWatermark && end < grid.LastEnd(pane)) end += grid.Slide;
            if (settings.AllowedLateness > 0) Register(settings.CleanupTime(grid.LastEnd(pane) - 1) + 1, timers);
        }

        if (!_isEventTime || end - 1 > timers.CurrentWatermark) Register(end, timers);
        if (!_isEventTime) timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
    }

    // Windows that have ended but still accept records emit another result for each.
    private void EmitAgain(TKey key, long pane, ITimerService timers, ICollector<TOut> output)
    {
        for (var end = grid.FirstEnd(pane); end <= grid.LastEnd(pane) && end - 1 <= timers.CurrentWatermark; end += grid.Slide)
        {
            if (settings.CleanupTime(end - 1) > timers.CurrentWatermark) Emit(key, end, output);
        }
    }

    /// <returns>Whether the key has any pane of the window.</returns>
    private bool Emit(TKey key, long end, ICollector<TOut> output)
    {
        var window = new TimeWindow(end - grid.Size, end);
        if (!_panes.TrySum(window, out var whole)) return false;
        output.Collect(resultOf(key, window, aggregate.GetResult(whole)), window.MaxTimestamp);
        return true;
    }

    // In processing time, the ends of these windows are not reached while the job runs.
    private void EmitRest(TKey key, ITimerService timers, ICollector<TOut> output)
    {
        var emitted = _emitted is not null && _emitted.TryGet(out var end) ? end : long.MinValue;
        foreach (var pane in _panes.Starts)
        {
            for (end = Math.Max(grid.FirstEnd(pane), emitted + grid.Slide); end <= grid.LastEnd(pane); end += grid.Slide)
            {
                Emit(key, end, output);
                timers.DeleteProcessingTimeTimer(end);
                emitted = end;
            }
        }

        _panes.Clear();
        _emitted?.Clear();
    }

    // Drops the panes that no later window contains.
    private void Forget(long end)
    {
        for (var pane = end - grid.Size; pane < Math.Min(end, end - grid.Size + grid.Slide); pane = grid.NextPane(pane))
        {
            _panes.Remove(pane);
        }
    }

    // In processing time a window ends at its end; in event time, at the watermark one millisecond before.
    private void Register(long end, ITimerService timers)
    {
        if (_isEventTime) timers.RegisterEventTimeTimer(end - 1);
        else timers.RegisterProcessingTimeTimer(end);
    }
}
