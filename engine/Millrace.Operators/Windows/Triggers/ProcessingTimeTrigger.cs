namespace Millrace;

/// <summary>Fires when the machine's time passes the end of the window.</summary>
public sealed class ProcessingTimeTrigger : Trigger<NoTriggerState>
{
    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context)
    {
        context.RegisterProcessingTimeTimer(context.Window.MaxTimestamp);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnProcessingTime(long time, ref NoTriggerState state, TriggerContext context) => TriggerResult.Fire;

    /// <inheritdoc/>
    public override NoTriggerState Merge(NoTriggerState a, NoTriggerState b) => default;

    /// <inheritdoc/>
    public override void OnMerge(ref NoTriggerState state, TriggerContext context) => context.RegisterProcessingTimeTimer(context.Window.MaxTimestamp);

    /// <inheritdoc/>
    public override void Clear(NoTriggerState state, TriggerContext context) => context.DeleteProcessingTimeTimer(context.Window.MaxTimestamp);
}
