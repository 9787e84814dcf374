namespace Millrace;

/// <summary>Says which windows a record belongs to.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class WindowAssigner<T>
{
    /// <summary>The clock that windows follow: event time by default.</summary>
    public virtual TimeDomain Domain => TimeDomain.EventTime;

    /// <summary>Whether windows of a key that touch become one, as sessions do.</summary>
    public virtual bool Merges => false;

    /// <summary>Adds the windows of a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="time">Its timestamp; in processing time, the machine's time.</param>
    /// <param name="windows">Where to add them; a record without windows is left out.</param>
    public abstract void Assign(T value, long time, ICollection<TimeWindow> windows);

    /// <summary>What is wrong with the assigner, in words for the user; null where nothing is. Asked when the job is defined.</summary>
    public virtual string? Validate() => null;

    /// <summary>Whether records need a time to find their windows.</summary>
    internal virtual bool NeedsTime => true;

    /// <summary>Whether the windows of a record lie within all time. One of which they do not is in none, and counts as late.</summary>
    internal virtual bool Reaches(T value, long time) => true;

    /// <summary>The grid of its windows where all of them have one size and lie at one distance; null otherwise.</summary>
    internal virtual WindowGrid? Grid => null;

    /// <summary>The trigger where the job names none.</summary>
    internal virtual Trigger<NoTriggerState>? DefaultTrigger => Domain == TimeDomain.EventTime ? new EventTimeTrigger() : new ProcessingTimeTrigger();
}

/// <summary>Says which windows a record belongs to by its time alone.</summary>
public abstract class WindowAssigner
{
    private protected WindowAssigner() { }

    /// <summary>The assigner for records of a type.</summary>
    public abstract WindowAssigner<T> For<T>();
}
