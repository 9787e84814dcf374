using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>The result of a job, or its current state.</summary>
/// <param name="State">The state.</param>
/// <param name="Checkpoints">The number of completed checkpoints.</param>
/// <param name="LatestCheckpoint">The newest completed checkpoint, or 0.</param>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="Failure">The last failure, or null.</param>
public sealed record JobResult(JobState State, int Checkpoints, long LatestCheckpoint, int Restarts, JobFailure? Failure)
{
    /// <summary>What the job has dropped since it started, as of the newest completed checkpoint.</summary>
    public Losses Losses { get; init; }

    /// <summary>The job, at the scale that it was given last.</summary>
    public JobSubmission? Job { get; init; }

    /// <summary>The graph of the newest attempt, or of the plan before there is one; null before either.</summary>
    public JobGraph? Graph { get; init; }

    /// <summary>The parallelism of the newest attempt, lower than the job's where slots are short.</summary>
    public int Parallelism { get; init; }

    /// <summary>The newest attempt's number; 0 before there is one.</summary>
    public int Attempt { get; init; }

    /// <summary>The task managers of the newest attempt, in order.</summary>
    public IReadOnlyList<string> TaskManagers { get; init; } = [];

    /// <summary>What the job is waiting for, as text; null where it is not waiting.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Whether the user has requested a stop with a last checkpoint.</summary>
    public bool IsStopRequested { get; init; }

    /// <summary>The path of the savepoint with which it was stopped, or null.</summary>
    public string? Savepoint { get; init; }

    /// <summary>The latest commands with ids that were carried out, oldest first.</summary>
    public IReadOnlyList<JobCommand> Commands { get; init; } = [];

    /// <summary>The latest checkpoints.</summary>
    public CheckpointOverview History { get; init; } = CheckpointOverview.Empty;

    /// <summary>The failures since the job last ran well.</summary>
    public RestartHistory RestartHistory { get; init; } = RestartHistory.Empty;

    /// <summary>The latest failures, oldest first.</summary>
    public IReadOnlyList<FailureRecord> Failures { get; init; } = [];
}
