namespace Millrace;

/// <summary>Decides when a window emits a result, regardless of the records' values. See <see cref="Trigger{T, TState}"/>.</summary>
/// <typeparam name="TState">The type of its state for a key and window; initially the default value.</typeparam>
public abstract class Trigger<TState>
{
    /// <summary>Called for each record that was added to the window.</summary>
    public abstract TriggerResult OnElement(long timestamp, ref TState state, TriggerContext context);

    /// <summary>Called when an event-time timer of the window fires.</summary>
    public virtual TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Called when a processing-time timer of the window fires.</summary>
    public virtual TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Whether it can be used with windows that merge.</summary>
    public virtual bool CanMerge => false;

    /// <summary>Merges the states of two windows that are merged.</summary>
    public virtual TState Merge(TState a, TState b) => throw new NotSupportedException($"{GetType().Name} cannot be used where windows merge.");

    /// <summary>Called for a window that results from a merge, after the states were merged.</summary>
    public virtual void OnMerge(ref TState state, TriggerContext context) { }

    /// <summary>Called when a window has ended or was merged into another.</summary>
    public virtual void Clear(TState state, TriggerContext context) { }

    /// <summary>Returns a trigger that also drops a window's contents whenever it fires.</summary>
    public Trigger<TState> Purging() => new PurgingTrigger<TState>(this);

    /// <summary>The trigger's name in messages.</summary>
    internal virtual string Name => GetType().Name;

    /// <summary>Whether it fires only when the input has ended, which is after the end of all windows that end.</summary>
    internal virtual bool WaitsForEndOfInput => false;

    internal Trigger<T, TState> For<T>() => new TimedTrigger<T, TState>(this);
}
