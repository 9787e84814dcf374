namespace Millrace;

/// <summary>
/// Windows on a grid, when they are over. They share panes, the longest spans of which all of them are made: a record updates one pane, and a
/// window brings its panes together when it ends, where they are many by the sums that windows before it made of them. So a record costs the same
/// however much the windows overlap. After Li and others, "No pane, no gain" (SIGMOD Record 2005). Windows of the machine's time that are not over when a bounded input ends are put out then.
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

    // The end of the last window that was put out, where panes of it go on in the next ones: what is still to come at the end of the input.
    private readonly ValueState<long>? _emitted = settings.Assigner.Domain == TimeDomain.ProcessingTime && grid.Slide < grid.Size ? new("window/emitted") : null;
    private Counter? _late;

    // Panes are what the windows' starts and ends cut time into, and timers stand at the ends.
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

    // The machine's time may be an earlier one after a restore.
    private bool IsOver(long pane, ITimerService timers) => _isEventTime
        ? grid.NextPane(pane) - 1 <= timers.CurrentWatermark
        : _emitted is not null && _emitted.TryGet(out var emitted) && pane < emitted;

    private void TakeLate(T value, KeyedProcessContext<TKey> context)
    {
        if (settings.LateData?.Put(value, context) != true) _late?.Add();
    }

    // Each pane has a timer at the first window that holds it and is not over; that window's timer registers the next one. With lateness
    // it also has one at the time when it is forgotten.
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

    // Windows that are over and still take records give a result for each.
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

    // The machine's time does not reach the ends of these windows while the job runs.
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

    // The panes that no later window holds.
    private void Forget(long end)
    {
        for (var pane = end - grid.Size; pane < Math.Min(end, end - grid.Size + grid.Slide); pane = grid.NextPane(pane))
        {
            _panes.Remove(pane);
        }
    }

    // The machine's time is over at a window's end; a watermark that says the same is the millisecond before.
    private void Register(long end, ITimerService timers)
    {
        if (_isEventTime) timers.RegisterEventTimeTimer(end - 1);
        else timers.RegisterProcessingTimeTimer(end);
    }
}
