using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Fires at regular intervals in processing time while a window has records, at multiples of the interval.</summary>
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
        if (state is null) RegisterNext(ref state, context);
        return TriggerResult.Continue;
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
        if (state is { } next) context.RegisterProcessingTimeTimer(next);
    }

    /// <inheritdoc/>
    public override void Clear(long? state, TriggerContext context)
    {
        if (state is { } next) context.DeleteProcessingTimeTimer(next);
    }

    private void RegisterNext(ref long? state, TriggerContext context)
    {
        state = Math.Min((context.CurrentProcessingTime / _interval * _interval) + _interval, context.Window.MaxTimestamp);
        context.RegisterProcessingTimeTimer(state.Value);
    }
}
