namespace Millrace;

/// <summary>Drops a window's contents whenever another trigger fires.</summary>
internal sealed class PurgingTrigger<TState>(Trigger<TState> trigger) : Trigger<TState>
{
    public override bool CanMerge => trigger.CanMerge;

    internal override string Name => trigger.Name;

    internal override bool WaitsForEndOfInput => trigger.WaitsForEndOfInput;

    public override TriggerResult OnElement(long timestamp, ref TState state, TriggerContext context) =>
        AndPurge(trigger.OnElement(timestamp, ref state, context));

    public override TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) =>
        AndPurge(trigger.OnEventTime(time, ref state, context));

    public override TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) =>
        AndPurge(trigger.OnProcessingTime(time, ref state, context));

    public override TState Merge(TState a, TState b) => trigger.Merge(a, b);

    public override void OnMerge(ref TState state, TriggerContext context) => trigger.OnMerge(ref state, context);

    public override void Clear(TState state, TriggerContext context) => trigger.Clear(state, context);

    private static TriggerResult AndPurge(TriggerResult result) => result.HasFlag(TriggerResult.Fire) ? TriggerResult.FireAndPurge : result;
}
