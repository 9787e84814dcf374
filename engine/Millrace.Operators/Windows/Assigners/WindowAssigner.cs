namespace Millrace;

/// <summary>Assigns records to windows.</summary>
/// <typeparam name="T">The type of the records.</typeparam>
public abstract class WindowAssigner<T>
{
    /// <summary>The clock that the windows follow; event time by default.</summary>
    public virtual TimeDomain Domain => TimeDomain.EventTime;

    /// <summary>Whether windows of a key that touch are merged, as in session windows.</summary>
    public virtual bool Merges => false;

    /// <summary>Whether its windows are that of all time, which never ends and is never dropped.</summary>
    public virtual bool NeverEnds => false;

    /// <summary>Adds the windows of a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="time">The record's timestamp, or the machine's time for windows in processing time.</param>
    /// <param name="windows">Takes the windows; a record without windows is dropped.</param>
    public abstract void Assign(T value, long time, ICollection<TimeWindow> windows);

    /// <summary>Returns what is wrong with the assigner, in words for the user, or null. Called when the job is defined.</summary>
    public virtual string? Validate() => null;

    /// <summary>Whether records need a time to be assigned to windows.</summary>
    internal virtual bool NeedsTime => true;

    /// <summary>
    /// Whether the windows of a record fit into the range of time. A record whose windows do not is in no window and counts as late.
    /// </summary>
    internal virtual bool Reaches(T value, long time) => true;

    /// <summary>The grid of its windows if all of them have the same size and are at regular intervals; null otherwise.</summary>
    internal virtual WindowGrid? Grid => null;

    /// <summary>The trigger if the job specifies none.</summary>
    internal virtual Trigger<NoTriggerState>? DefaultTrigger => Domain == TimeDomain.EventTime ? new EventTimeTrigger() : new ProcessingTimeTrigger();
}

/// <summary>Assigns records to windows by their time alone.</summary>
public abstract class WindowAssigner
{
    private protected WindowAssigner() { }

    /// <summary>Returns the assigner for records of a type.</summary>
    public abstract WindowAssigner<T> For<T>();
}
