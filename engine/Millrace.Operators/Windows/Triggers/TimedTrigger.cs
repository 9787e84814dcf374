namespace Millrace;

/// <summary>Adapts a trigger that ignores the records to records of a type.</summary>
internal sealed class TimedTrigger<T, TState>(Trigger<TState> trigger) : Trigger<T, TState>
{
    public override bool CanMerge => trigger.CanMerge;

    internal override string Name => trigger.Name;

    internal override bool WaitsForEndOfInput => trigger.WaitsForEndOfInput;

    public override TriggerResult OnElement(T value, long timestamp, ref TState state, TriggerContext context) => trigger.OnElement(timestamp, ref state, context);

    public override TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) => trigger.OnEventTime(time, ref state, context);

    public override TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) => trigger.OnProcessingTime(time, ref state, context);

    public override TState Merge(TState a, TState b) => trigger.Merge(a, b);

    public override void OnMerge(ref TState state, TriggerContext context) => trigger.OnMerge(ref state, context);

    public override void Clear(TState state, TriggerContext context) => trigger.Clear(state, context);
}
