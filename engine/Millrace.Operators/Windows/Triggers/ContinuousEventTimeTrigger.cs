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
        if (context.Window.MaxTimestamp <= context.CurrentWatermark) return TriggerResult.Fire;
        context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
        if (state is null) RegisterNext(timestamp, ref state, context);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref long? state, TriggerContext context)
    {
        if (time == context.Window.MaxTimestamp) return TriggerResult.Fire;
        if (time != state) return TriggerResult.Continue;
        // A watermark that jumps fires only once: nothing was added in between. After the last watermark nothing is ever added.
        if (context.CurrentWatermark == Timestamps.MaxWatermark) state = null;
        else RegisterNext(Math.Max(time, context.CurrentWatermark), ref state, context);
        return TriggerResult.Fire;
    }

    /// <inheritdoc/>
    public override long? Merge(long? a, long? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;

    /// <inheritdoc/>
    public override void OnMerge(ref long? state, TriggerContext context)
    {
        if (context.Window.MaxTimestamp > context.CurrentWatermark) context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
        if (state is { } next) context.RegisterEventTimeTimer(next);
    }

    /// <inheritdoc/>
    public override void Clear(long? state, TriggerContext context)
    {
        context.DeleteEventTimeTimer(context.Window.MaxTimestamp);
        if (state is { } next) context.DeleteEventTimeTimer(next);
    }

    private void RegisterNext(long after, ref long? state, TriggerContext context)
    {
        var multiple = after - (((after % _interval) + _interval) % _interval);
        state = Math.Min(multiple + _interval, context.Window.MaxTimestamp);
        context.RegisterEventTimeTimer(state.Value);
    }
}
