namespace Millrace.JobManager.Jobs;

/// <summary>What a state of a job waits for within a limit. Each has its own timer, which is void as soon as the state is left.</summary>
internal enum JobTimer
{
    /// <summary>The task managers on which tasks may run since the time of another job manager.</summary>
    Adoption,

    /// <summary>All slots, for a job that can run with fewer.</summary>
    Slots,

    /// <summary>The store, which takes an attempt, reserved ids or an end, or tells who leads.</summary>
    Store,

    /// <summary>The next try of a change of the head whose outcome is not known.</summary>
    Swap,

    /// <summary>The next question who leads, where the store did not tell.</summary>
    Leader,

    /// <summary>The start of all tasks.</summary>
    Start,

    /// <summary>The next checkpoint.</summary>
    Interval,

    /// <summary>The completion of a checkpoint.</summary>
    Checkpoint,

    /// <summary>The publishing of the last checkpoint.</summary>
    Publish,

    /// <summary>The end of tasks.</summary>
    End,

    /// <summary>The next attempt after a failure.</summary>
    Backoff,
}
