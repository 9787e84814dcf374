namespace Millrace;

/// <summary>
/// Windows on a grid, when they are over. They share panes, the longest spans of which all of them are made: a record updates one pane, and a
/// window brings its panes together when it ends. So a record costs the same however much the windows overlap. After Li and others, "No
/// pane, no gain" (SIGMOD Record 2005).
/// </summary>
internal sealed class PaneWindowFunction<TKey, T, TAccumulator, TResult, TOut>(
    WindowSettings<T> settings,
    WindowGrid grid,
    AggregateFunction<T, TAccumulator, TResult> aggregate,
    Func<TKey, TimeWindow, TResult, TOut> resultOf)
    : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly MapState<long, TAccumulator> _panes = new("panes");
    private readonly bool _isEventTime = settings.Assigner.Domain == TimeDomain.EventTime;
    private readonly long _paneLength = grid.Pane;
    private Counter? _late;

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var timers = context.Timers;
        var time = settings.TimeOf(context.Timestamp, timers);
        if (!grid.Holds(time)) return;
        var pane = grid.PaneOf(time);
        if (_isEventTime && settings.CleanupTime(grid.LastEnd(pane) - 1) <= timers.CurrentWatermark)
        {
            if (settings.CleanupTime(time) > timers.CurrentWatermark) return;
            if (settings.LateData is { } tag) context.Output(tag, value);
            else _late?.Add();
            return;
        }

        var isKnown = _panes.TryGet(pane, out var before);
        _panes.Put(pane, aggregate.Add(isKnown ? before : aggregate.CreateAccumulator(), value));
        if (!isKnown) RegisterTimers(pane, timers);
        if (_isEventTime) EmitAgain(context.Key, pane, timers, output);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        var end = context.Timestamp + 1;
        if (grid.EndsAt(end)) Emit(context.Key, end, output);
        var cleaned = _isEventTime ? end - settings.AllowedLateness : end;
        if (grid.EndsAt(cleaned)) Forget(cleaned);
        if (grid.Slide < grid.Size && grid.EndsAt(end) && IsAnyLive(end + grid.Slide)) Register(end + grid.Slide - 1, context.Timers);
    }

    // Each pane has a timer at the first window that holds it and is not over; that window's timer registers the next one. With lateness
    // it also has one at the time when it is forgotten.
    private void RegisterTimers(long pane, ITimerService timers)
    {
        var end = grid.FirstEnd(pane);
        if (_isEventTime)
        {
            while (end - 1 <= timers.CurrentWatermark && end < grid.LastEnd(pane)) end += grid.Slide;
            if (settings.AllowedLateness > 0) Register(settings.CleanupTime(grid.LastEnd(pane) - 1), timers);
        }

        if (!_isEventTime || end - 1 > timers.CurrentWatermark) Register(end - 1, timers);
    }

    // Windows that are over and still take records give a result for each.
    private void EmitAgain(TKey key, long pane, ITimerService timers, ICollector<TOut> output)
    {
        for (var end = grid.FirstEnd(pane); end <= grid.LastEnd(pane) && end - 1 <= timers.CurrentWatermark; end += grid.Slide)
        {
            if (settings.CleanupTime(end - 1) > timers.CurrentWatermark) Emit(key, end, output);
        }
    }

    private void Emit(TKey key, long end, ICollector<TOut> output)
    {
        var window = new TimeWindow(end - grid.Size, end);
        var isAny = false;
        TAccumulator whole = default!;
        for (var pane = window.Start; pane < end; pane += _paneLength)
        {
            if (!_panes.TryGet(pane, out var part)) continue;
            whole = isAny ? aggregate.Merge(whole, part) : part;
            isAny = true;
        }

        if (isAny) output.Collect(resultOf(key, window, aggregate.GetResult(whole)), window.MaxTimestamp);
    }

    // The panes that no later window holds.
    private void Forget(long end)
    {
        for (var pane = end - grid.Size; pane < Math.Min(end, end - grid.Size + grid.Slide); pane += _paneLength) _panes.Remove(pane);
    }

    private bool IsAnyLive(long end)
    {
        for (var pane = end - grid.Size; pane < end; pane += _paneLength)
        {
            if (_panes.Contains(pane)) return true;
        }

        return false;
    }

    private void Register(long time, ITimerService timers)
    {
        if (_isEventTime) timers.RegisterEventTimeTimer(time);
        else timers.RegisterProcessingTimeTimer(time);
    }
}
