namespace Millrace;

/// <summary>
/// Fires when the watermark passes the end of the window, and again for each record that arrives later within the allowed lateness.
/// </summary>
public sealed class EventTimeTrigger : Trigger<NoTriggerState>
{
    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context)
    {
        if (context.Window.MaxTimestamp <= context.CurrentWatermark) return TriggerResult.Fire;
        context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref NoTriggerState state, TriggerContext context) =>
        time == context.Window.MaxTimestamp ? TriggerResult.Fire : TriggerResult.Continue;

    /// <inheritdoc/>
    public override NoTriggerState Merge(NoTriggerState a, NoTriggerState b) => default;

    /// <inheritdoc/>
    public override void OnMerge(ref NoTriggerState state, TriggerContext context)
    {
        // If the window has already ended, the record that caused the merge fires it.
        if (context.Window.MaxTimestamp > context.CurrentWatermark) context.RegisterEventTimeTimer(context.Window.MaxTimestamp);
    }

    /// <inheritdoc/>
    public override void Clear(NoTriggerState state, TriggerContext context) => context.DeleteEventTimeTimer(context.Window.MaxTimestamp);
}
