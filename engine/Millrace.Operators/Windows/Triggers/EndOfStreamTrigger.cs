namespace Millrace;

/// <summary>Fires once, when a bounded input has ended; for windows that never end, because the others have been dropped by then.</summary>
public sealed class EndOfStreamTrigger : Trigger<NoTriggerState>
{
    /// <inheritdoc/>
    public override bool CanMerge => true;

    internal override bool WaitsForEndOfInput => true;

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
