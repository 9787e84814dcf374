namespace Millrace.Core.Jobs;

/// <summary>How a job stands; <see cref="JobTransitions"/> has what follows what.</summary>
public enum JobState
{
    /// <summary>An attempt is being begun, or deployed; until all its subtasks run.</summary>
    Created,

    /// <summary>There are not enough slots; until there are.</summary>
    Waiting,

    /// <summary>All subtasks run; until one fails, or the last checkpoint is published.</summary>
    Running,

    /// <summary>An attempt has failed, or ends for a rescale; until its tasks have ended, the delay is over and the next one is in the head.</summary>
    Restarting,

    /// <summary>The checkpoint with which the job stops is complete; until it is published.</summary>
    Stopping,

    /// <summary>The user wants no more of it; until its tasks have ended.</summary>
    Cancelling,

    /// <summary>All input was worked off, and all output is published.</summary>
    Finished,

    /// <summary>Stopped with a checkpoint, which is published.</summary>
    Stopped,

    /// <summary>Ended by the user without a last checkpoint; the last completed one is kept.</summary>
    Cancelled,

    /// <summary>Given up; the last completed checkpoint is kept.</summary>
    Failed,
}
