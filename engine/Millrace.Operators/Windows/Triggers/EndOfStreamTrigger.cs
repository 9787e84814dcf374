namespace Millrace;

/// <summary>Fires once, when a bounded input has ended.</summary>
public sealed class EndOfStreamTrigger : Trigger<NoTriggerState>
{
    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context)
    {
        context.RegisterEventTimeTimer(Timestamps.MaxWatermark);
        return TriggerResult.Continue;
    }

    /// <inheritdoc/>
    public override TriggerResult OnEventTime(long time, ref NoTriggerState state, TriggerContext context) =>
        time == Timestamps.MaxWatermark ? TriggerResult.Fire : TriggerResult.Continue;

    /// <inheritdoc/>
    public override NoTriggerState Merge(NoTriggerState a, NoTriggerState b) => default;

    /// <inheritdoc/>
    public override void OnMerge(ref NoTriggerState state, TriggerContext context) => context.RegisterEventTimeTimer(Timestamps.MaxWatermark);

    /// <inheritdoc/>
    public override void Clear(NoTriggerState state, TriggerContext context) => context.DeleteEventTimeTimer(Timestamps.MaxWatermark);
}
