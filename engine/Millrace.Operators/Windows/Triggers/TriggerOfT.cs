namespace Millrace;

/// <summary>
/// Says when a window gives a result. It holds nothing in its fields: what it must remember of a key and window is
/// <typeparamref name="TState"/>, which is kept in checkpoints.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TState">What it remembers; the default value at first. <see cref="NoTriggerState"/> where that is nothing.</typeparam>
public abstract class Trigger<T, TState>
{
    /// <summary>Called for each record that was added to the window.</summary>
    public abstract TriggerResult OnElement(T value, long timestamp, ref TState state, TriggerContext context);

    /// <summary>Called when an event-time timer of the window is due.</summary>
    public virtual TriggerResult OnEventTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Called when a processing-time timer of the window is due.</summary>
    public virtual TriggerResult OnProcessingTime(long time, ref TState state, TriggerContext context) => TriggerResult.Continue;

    /// <summary>Whether it can be used where windows merge; then <see cref="Merge"/> and <see cref="OnMerge"/> are called.</summary>
    public virtual bool CanMerge => false;

    /// <summary>Brings the states of two windows that become one together.</summary>
    public virtual TState Merge(TState a, TState b) => throw new NotSupportedException($"{GetType().Name} cannot be used where windows merge.");

    /// <summary>Called for a window that others became, after their states were brought together: the place to register its timers.</summary>
    public virtual void OnMerge(ref TState state, TriggerContext context) { }

    /// <summary>Called when a window is over or became part of another: the place to take timers back.</summary>
    public virtual void Clear(TState state, TriggerContext context) { }

    /// <summary>How messages name it.</summary>
    internal virtual string Name => GetType().Name;
}
