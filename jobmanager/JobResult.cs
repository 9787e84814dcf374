using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>How a job ended, or stands.</summary>
/// <param name="State">The state.</param>
/// <param name="Checkpoints">How many checkpoints were completed.</param>
/// <param name="LatestCheckpoint">The newest completed checkpoint, or 0.</param>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="Failure">The last failure, or null.</param>
public sealed record JobResult(JobState State, int Checkpoints, long LatestCheckpoint, int Restarts, JobFailure? Failure)
{
    /// <summary>What it has left out since its beginning, as of the newest completed checkpoint.</summary>
    public Losses Losses { get; init; }

    /// <summary>The job at the scale that it was given last.</summary>
    public JobSubmission? Job { get; init; }

    /// <summary>The graph of the newest attempt, or else of the plan; null before there is one.</summary>
    public JobGraph? Graph { get; init; }

    /// <summary>The parallelism of the newest attempt, lower than the job's where slots are short.</summary>
    public int Parallelism { get; init; }

    /// <summary>The newest attempt's number; 0 before there is one.</summary>
    public int Attempt { get; init; }

    /// <summary>The task managers of the newest attempt, in order.</summary>
    public IReadOnlyList<string> TaskManagers { get; init; } = [];

    /// <summary>For what the job waits, in words; null where it does not.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Whether the user has asked for its end with a last checkpoint.</summary>
    public bool IsStopRequested { get; init; }

    /// <summary>Where the savepoint is with which it was stopped, or null.</summary>
    public string? Savepoint { get; init; }

    /// <summary>The latest checkpoints, the oldest first.</summary>
    public IReadOnlyList<CheckpointRecord> History { get; init; } = [];

    /// <summary>The failures since the job last ran well.</summary>
    public RestartHistory RestartHistory { get; init; } = RestartHistory.Empty;

    /// <summary>The latest failures, the oldest first.</summary>
    public IReadOnlyList<FailureRecord> Failures { get; init; } = [];
}
