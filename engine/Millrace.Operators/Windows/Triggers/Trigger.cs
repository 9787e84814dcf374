namespace Millrace;

/// <summary>Says when a window gives a result, without a look at the records. See <see cref="Trigger{T, TState}"/>.</summary>
/// <typeparam name="TState">What it remembers of a key and window; the default value at first.</typeparam>
public abstract class Trigger<TState>
{
    /// <summary>Called for each record that was added to the window.</summary>
    public abstract TriggerResult OnElement(long timestamp, ref TState state, TriggerContext context);

    /// <summary>Called when an event-time timer of the window is due.</summary>
    public virtual TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Called when a processing-time timer of the window is due.</summary>
    public virtual TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Whether it can be used where windows merge.</summary>
    public virtual bool CanMerge => false;

    /// <summary>Brings the states of two windows that become one together.</summary>
    public virtual TState Merge(TState a, TState b) => throw new NotSupportedException($"{GetType().Name} cannot be used where windows merge.");

    /// <summary>Called for a window that others became, after their states were brought together.</summary>
    public virtual void OnMerge(ref TState state, TriggerContext context) { }

    /// <summary>Called when a window is over or became part of another.</summary>
    public virtual void Clear(TState state, TriggerContext context) { }

    /// <summary>The same trigger, which drops what a window holds whenever it fires.</summary>
    public Trigger<TState> Purging() => new PurgingTrigger<TState>(this);

    /// <summary>How messages name it.</summary>
    internal virtual string Name => GetType().Name;

    internal Trigger<T, TState> For<T>() => new TimedTrigger<T, TState>(this);
}
