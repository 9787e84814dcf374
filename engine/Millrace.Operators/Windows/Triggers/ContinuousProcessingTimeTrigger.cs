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
        if (context.HasEnded) return TriggerResult.Fire;
        RegisterEnd(context);
        if (state is null) RegisterNext(ref state, context);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref long? state, TriggerContext context)
    {
        if (!context.IsEnd(TimeDomain.EventTime, time)) return TriggerResult.Continue;
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
        if (context.HasEnded) state = null;
        else RegisterEnd(context);
        if (state is { } next) context.RegisterProcessingTimeTimer(next);
    }

    /// <inheritdoc/>
    public override void Clear(long? state, TriggerContext context)
    {
        context.DeleteEnd();
        if (state is { } next) context.DeleteProcessingTimeTimer(next);
    }

    // A window that never ends fires once more through its processing-time timer when the input has ended.
    private static void RegisterEnd(TriggerContext context)
    {
        if (context.Window.MaxTimestamp < long.MaxValue) context.RegisterEnd();
    }

    // The end of a window is no limit for another clock than its own, which may be past it already: the timer would always be due at once.
    private void RegisterNext(ref long? state, TriggerContext context)
    {
        var next = (context.CurrentProcessingTime / _interval * _interval) + _interval;
        state = context.Clock == TimeDomain.ProcessingTime ? Math.Min(next, context.Window.MaxTimestamp) : next;
        context.RegisterProcessingTimeTimer(state.Value);
    }
}
