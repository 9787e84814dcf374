namespace Millrace;

/// <summary>
/// Decides when a window emits a result. It must not keep anything in its fields: its state for a key and window is <typeparamref name="TState"/>,
/// which is part of checkpoints.
/// </summary>
/// <typeparam name="T">The type of the records.</typeparam>
/// <typeparam name="TState">The type of its state; initially the default value. <see cref="NoTriggerState"/> if it has none.</typeparam>
public abstract class Trigger<T, TState>
{
    /// <summary>Called for each record that was added to the window.</summary>
    public abstract TriggerResult OnElement(T value, long timestamp, ref TState state, TriggerContext context);

    /// <summary>Called when an event-time timer of the window fires.</summary>
    public virtual TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Called when a processing-time timer of the window fires.</summary>
    public virtual TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Whether it can be used with windows that merge; then <see cref="Merge"/> and <see cref="OnMerge"/> are called.</summary>
    public virtual bool CanMerge => false;

    /// <summary>Merges the states of two windows that are merged.</summary>
    public virtual TState Merge(TState a, TState b) => throw new NotSupportedException($"{GetType().Name} cannot be used where windows merge.");

    /// <summary>Called for a window that results from a merge, after the states were merged; register its timers here.</summary>
    public virtual void OnMerge(ref TState state, TriggerContext context) { }

    /// <summary>Called when a window has ended or was merged into another; delete its timers here.</summary>
    public virtual void Clear(TState state, TriggerContext context) { }

    /// <summary>The trigger's name in messages.</summary>
    internal virtual string Name => GetType().Name;

    /// <inheritdoc cref="Trigger{TState}.WaitsForEndOfInput"/>
    internal virtual bool WaitsForEndOfInput => false;
}
