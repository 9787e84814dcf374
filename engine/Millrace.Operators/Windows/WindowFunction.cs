using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Millrace;

/// <summary>
/// Windows with any assigner and trigger. Derived classes define what a window stores, and of what a function computes its result. Modeled on Flink's
/// WindowOperator.
/// </summary>
internal abstract class WindowFunction<TKey, T, TElement, TOut, TState> : KeyedProcessFunction<TKey, T, TOut>
{
    private readonly WindowTimers _timers = new();
    private readonly MapState<TimeWindow, TState>? _triggerStates;
    private readonly MergingWindows? _merging;
    private readonly WindowSettings<T> _settings;
    private readonly Trigger<T, TState> _trigger;
    private readonly ProcessWindowFunction<TKey, TElement, TOut> _function;
    private readonly WindowStates _states;
    private readonly List<TimeWindow> _windows = [];
    private Counter? _late;

    protected WindowFunction(WindowSettings<T> settings, Trigger<T, TState> trigger, ProcessWindowFunction<TKey, TElement, TOut> function)
    {
        (_settings, _trigger, _function, _states) = (settings, trigger, function, new WindowStates(function));
        if (typeof(TState) != typeof(NoTriggerState)) _triggerStates = new MapState<TimeWindow, TState>("window/trigger");
        if (settings.Assigner.Merges) _merging = new MergingWindows();
    }

    /// <summary>
    /// An existing window keeps its start and end, so other sizes and gaps apply to new windows only. Its timers were set by the previous trigger
    /// and allowed lateness.
    /// </summary>
    public override IReadOnlyList<StateParameter> StateParameters =>
    [
        new("the clock of its windows", $"{_settings.Assigner.Domain}"),
        new("windows that merge", $"{_settings.Assigner.Merges}"),
        // Windows that never end have no timer that drops them.
        new("windows that end", $"{!_settings.Assigner.NeverEnds}"),
        new("the trigger", _trigger.Name),
        StateParameter.Of("the allowed lateness", TimeSpan.FromMilliseconds(_settings.AllowedLateness)),
        .. _function.StateParameters,
    ];

    public override void Open(FunctionContext context)
    {
        _late = context.LateRecords;
        _function.Open(context);
    }

    public override void Close() => _function.Close();

    public sealed override void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = _settings.TimeOf(context.Timestamp, context.Timers);
        var isTaken = false;
        _windows.Clear();
        _settings.Assigner.Assign(value, time, _windows);
        var firing = new WindowFiring<TKey, TOut>(context.Key, context.Timers, context.SideOutputs, output);
        foreach (var assigned in _windows)
        {
            var (window, keptUnder) = _merging is null ? (assigned, assigned) : Merge(assigned, context.Timers);
            if (IsLate(window, context.Timers))
            {
                _merging?.Retire(window);
                continue;
            }

            isTaken = true;
            Add(keptUnder, value, time);
            var state = TriggerState(window);
            var result = _trigger.OnElement(value, time, ref state, In(window, context.Timers));
            KeepTriggerState(window, state);
            Act(result, window, keptUnder, firing);
            RegisterCleanup(window, context.Timers);
        }

        if (isTaken || (!IsLate(time, context.Timers) && _settings.Assigner.Reaches(value, time))) return;
        if (_settings.LateData?.Put(value, context) != true) _late?.Add();
    }

    public sealed override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        var firing = new WindowFiring<TKey, TOut>(context.Key, context.Timers, context.SideOutputs, output);
        Fire(context.Domain, WindowTimers.TimeOf(context.Domain, context.Timestamp), firing);
        if (context is not { Domain: TimeDomain.EventTime, Timestamp: Timestamps.MaxWatermark }) return;
        // The input has ended, so the machine's time will not reach these timers; each of them fires once.
        foreach (var time in _timers.ProcessingTimes())
        {
            Fire(TimeDomain.ProcessingTime, time, firing);
        }

        foreach (var time in _timers.ProcessingTimes()) _timers.Take(TimeDomain.ProcessingTime, time, context.Timers, []);
    }

    /// <summary>Adds a record to the contents stored under a window.</summary>
    protected abstract void Add(TimeWindow keptUnder, T value, long time);

    /// <summary>Returns how much is stored under a window, if moving it has a cost.</summary>
    protected virtual long SizeOf(TimeWindow keptUnder) => 0;

    /// <summary>Moves the contents stored under one window to another.</summary>
    protected abstract void Move(TimeWindow from, TimeWindow to);

    /// <summary>Emits the result of a window; does nothing if it is empty.</summary>
    protected abstract void Emit(TimeWindow window, TimeWindow keptUnder, WindowFiring<TKey, TOut> firing);

    /// <summary>Drops the contents stored under a window.</summary>
    protected abstract void Drop(TimeWindow keptUnder);

    /// <summary>Calls the function for a window.</summary>
    protected void Emit(TimeWindow window, IEnumerable<TElement> elements, WindowFiring<TKey, TOut> firing)
    {
        _states.Enter(window);
        _function.Process(firing.In(window), elements, new WindowCollector<TOut>(firing.Output, window.MaxTimestamp));
        _states.Leave();
    }

    private void Fire(TimeDomain domain, long time, WindowFiring<TKey, TOut> firing)
    {
        var timers = firing.Timers;
        _windows.Clear();
        _timers.Take(domain, time, timers, _windows);
        foreach (var window in _windows)
        {
            var keptUnder = _merging is null ? window : _merging.KeptUnder(window);
            if (keptUnder is not { } kept) continue;
            var state = TriggerState(window);
            var result = domain == TimeDomain.EventTime
                ? _trigger.OnEventTime(time, ref state, In(window, timers))
                : _trigger.OnProcessingTime(time, ref state, In(window, timers));
            KeepTriggerState(window, state);
            Act(result, window, kept, firing);
            if (domain == _settings.Assigner.Domain && time == _settings.CleanupTime(window)) Forget(window, kept, timers);
        }
    }

    private (TimeWindow Window, TimeWindow KeptUnder) Merge(TimeWindow assigned, ITimerService timers)
    {
        var merge = _merging!.Add(assigned, SizeOf);
        if (merge.Sources.Count == 0) return (merge.Window, merge.KeptUnder);
        foreach (var other in merge.MergedKeptUnder) Move(other, merge.KeptUnder);
        var state = TriggerState(merge.Sources[0]);
        foreach (var source in merge.Sources.Skip(1)) state = _trigger.Merge(state, TriggerState(source));
        foreach (var source in merge.Sources)
        {
            _trigger.Clear(TriggerState(source), In(source, timers));
            _triggerStates?.Remove(source);
            _timers.DeleteAll(source, timers);
        }

        _trigger.OnMerge(ref state, In(merge.Window, timers));
        KeepTriggerState(merge.Window, state);
        return (merge.Window, merge.KeptUnder);
    }

    private void Act(TriggerResult result, TimeWindow window, TimeWindow keptUnder, WindowFiring<TKey, TOut> firing)
    {
        if (result.HasFlag(TriggerResult.Fire)) Emit(window, keptUnder, firing);
        if (result.HasFlag(TriggerResult.Purge)) Drop(keptUnder);
    }

    private void Forget(TimeWindow window, TimeWindow keptUnder, ITimerService timers)
    {
        Drop(keptUnder);
        _states.Clear(window);
        _trigger.Clear(TriggerState(window), In(window, timers));
        _triggerStates?.Remove(window);
        // A trigger may have left timers behind.
        _timers.DeleteAll(window, timers);
        _merging?.Retire(window);
    }

    private bool IsLate(TimeWindow window, ITimerService timers) =>
        _settings.Assigner.Domain == TimeDomain.EventTime && _settings.CleanupTime(window) <= timers.CurrentWatermark;

    private bool IsLate(long time, ITimerService timers) =>
        _settings.Assigner.Domain == TimeDomain.EventTime && _settings.CleanupTime(time) <= timers.CurrentWatermark;

    // A window that never ends is never dropped; neither is one that ends at the maximum time, as it cannot be told apart.
    private void RegisterCleanup(TimeWindow window, ITimerService timers)
    {
        if (_settings.CleanupTime(window) is var time && time < long.MaxValue) _timers.Register(_settings.Assigner.Domain, time, window, timers);
    }

    private TriggerContext In(TimeWindow window, ITimerService timers) => new(window, _settings.Assigner.Domain, timers, _timers);

    private TState TriggerState(TimeWindow window) => _triggerStates is not null && _triggerStates.TryGet(window, out var state) ? state : default!;

    // The initial trigger state is not stored: a window of all time would hold it forever.
    private void KeepTriggerState(TimeWindow window, TState state)
    {
        if (_triggerStates is null) return;
        if (IsDefault(ref state)) _triggerStates.Remove(window);
        else _triggerStates.Put(window, state);
    }

    // Compares bytes, because the type's Equals may ignore some members.
    private static bool IsDefault(ref TState state) =>
        !MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TState, byte>(ref state), Unsafe.SizeOf<TState>()).ContainsAnyExcept((byte)0);
}
