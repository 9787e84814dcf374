using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Fires at regular intervals in processing time while a window has records, at multiples of the interval, and when the window ends.
/// </summary>
/// <param name="interval">Whole milliseconds, more than 0.</param>
/// <param name="file">Filled in by the compiler.</param>
/// <param name="line">Filled in by the compiler.</param>
/// <exception cref="InvalidJobException">The interval is not a positive whole number of milliseconds.</exception>
public sealed class ContinuousProcessingTimeTrigger(TimeSpan interval, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Trigger<long?>
{
    private readonly long _interval = WindowLengths.Problem("Continuous triggers", "interval", interval) is { } problem
        ? throw new InvalidJobException($"At {CallSite.Of(file, line)}: {problem}.")
        : (long)interval.TotalMilliseconds;

    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref long? state, TriggerContext context)
    {
        if (HasEnded(context)) return TriggerResult.Fire;
        RegisterEnd(context);
        if (state is null) RegisterNext(ref state, context);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref long? state, TriggerContext context)
    {
        if (!EndsInEventTime(context) || time != context.Window.MaxTimestamp) return TriggerResult.Continue;
        // From now on each late record fires.
        if (state is { } next) context.DeleteProcessingTimeTimer(next);
        state = null;
        return TriggerResult.Fire;
    }

    /// <inheritdoc/>
    public override TriggerResult OnProcessingTime(long time, ref long? state, TriggerContext context)
    {
        if (time != state) return TriggerResult.Continue;
        RegisterNext(ref state, context);
        return TriggerResult.Fire;
    }

    /// <inheritdoc/>
    public override long? Merge(long? a, long? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    /// <inheritdoc/>
    public override void OnMerge(ref long? state, TriggerContext context)
    {
        if (HasEnded(context)) state = null;
        else RegisterEnd(context);
        if (state is { } next) context.RegisterProcessingTimeTimer(next);
    }

    /// <inheritdoc/>
    public override void Clear(long? state, TriggerContext context)
    {
        if (EndsInEventTime(context)) context.DeleteEventTimeTimer(context.Window.MaxTimestamp);
        if (state is { } next) context.DeleteProcessingTimeTimer(next);
    }

    // A window that never ends fires for the last time through its processing-time timer, when the input has ended.
    private static bool EndsInEventTime(TriggerContext context) => context.Clock == TimeDomain.EventTime && context.Window.MaxTimestamp < long.MaxValue;

    private static bool HasEnded(TriggerContext context) => EndsInEventTime(context) && context.Window.MaxTimestamp <= context.CurrentWatermark;

    private static void RegisterEnd(TriggerContext context)
    {
        if (EndsInEventTime(context)) context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
    }

    // The end of a window in event time is no limit for the machine's time, which may be past it already: the timer would be due at once, for ever.
    private void RegisterNext(ref long? state, TriggerContext context)
    {
        var next = (context.CurrentProcessingTime / _interval * _interval) + _interval;
        state = context.Clock == TimeDomain.ProcessingTime ? Math.Min(next, context.Window.MaxTimestamp) : next;
        context.RegisterProcessingTimeTimer(state.Value);
    }
}
