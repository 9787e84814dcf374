namespace Millrace.Core.Jobs;

/// <summary>The state of a job, as users see it.</summary>
public enum JobState
{
    /// <summary>An attempt is being started or deployed, until all its subtasks run.</summary>
    Created,

    /// <summary>The job waits until there are enough slots.</summary>
    Waiting,

    /// <summary>All subtasks run, until one fails or the last checkpoint is published.</summary>
    Running,

    /// <summary>
    /// An attempt has failed, or is being stopped for a rescale, until its tasks have stopped, the delay is over and the next attempt is in the head.
    /// </summary>
    Restarting,

    /// <summary>The checkpoint with which the job stops is complete, until it is published.</summary>
    Stopping,

    /// <summary>The user has canceled the job, until its tasks have stopped.</summary>
    Cancelling,

    /// <summary>All input was processed, and all output is published.</summary>
    Finished,

    /// <summary>The job was stopped with a checkpoint, which is published.</summary>
    Stopped,

    /// <summary>The job was canceled by the user without a final checkpoint; the last completed one is kept.</summary>
    Cancelled,

    /// <summary>The job was given up; the last completed checkpoint is kept.</summary>
    Failed,
}
