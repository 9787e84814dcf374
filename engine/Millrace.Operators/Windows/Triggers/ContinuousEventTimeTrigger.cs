using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Fires at regular intervals in event time while a window has records, at multiples of the interval, and when the window ends.</summary>
/// <param name="interval">Whole milliseconds, more than 0.</param>
/// <param name="file">Filled in by the compiler.</param>
/// <param name="line">Filled in by the compiler.</param>
/// <exception cref="InvalidJobException">The interval is not a positive whole number of milliseconds.</exception>
public sealed class ContinuousEventTimeTrigger(TimeSpan interval, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Trigger<long?>
{
    private readonly long _interval = WindowLengths.Problem("Continuous triggers", "interval", interval) is { } problem
        ? throw new InvalidJobException($"At {CallSite.Of(file, line)}: {problem}.")
        : (long)interval.TotalMilliseconds;

    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref long? state, TriggerContext context)
    {
        if (context.HasEnded) return TriggerResult.Fire;
        context.RegisterEnd();
        if (state is null) RegisterNext(context.Clock == TimeDomain.EventTime ? timestamp : context.CurrentWatermark, ref state, context);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref long? state, TriggerContext context)
    {
        if (context.IsEnd(TimeDomain.EventTime, time)) return TriggerResult.Fire;
        if (time != state) return TriggerResult.Continue;
        // A watermark that jumps fires only once: nothing was added in between. After the last watermark nothing is ever added.
        if (context.CurrentWatermark == Timestamps.MaxWatermark) state = null;
        else RegisterNext(Math.Max(time, context.CurrentWatermark), ref state, context);
        return TriggerResult.Fire;
    }

    /// <inheritdoc/>
    public override TriggerResult OnProcessingTime(long time, ref long? state, TriggerContext context) =>
        context.IsEnd(TimeDomain.ProcessingTime, time) ? TriggerResult.Fire : TriggerResult.Continue;

    /// <inheritdoc/>
    public override long? Merge(long? a, long? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    /// <inheritdoc/>
    public override void OnMerge(ref long? state, TriggerContext context)
    {
        if (!context.HasEnded) context.RegisterEnd();
        if (state is { } next) context.RegisterEventTimeTimer(next);
    }

    /// <inheritdoc/>
    public override void Clear(long? state, TriggerContext context)
    {
        context.DeleteEnd();
        if (state is { } next) context.DeleteEventTimeTimer(next);
    }

    private void RegisterNext(long after, ref long? state, TriggerContext context)
    {
        var left = _interval - (((after % _interval) + _interval) % _interval);
        var next = after > long.MaxValue - left ? long.MaxValue : after + left;
        // The end of a window is no limit for another clock than its own, which may be past it already: the timer would always be due at once.
        state = context.Clock == TimeDomain.EventTime ? Math.Min(next, context.Window.MaxTimestamp) : next;
        context.RegisterEventTimeTimer(state.Value);
    }
}
