using Millrace.Core.Checkpoints;
using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>How a job of a cluster ended, stored so that it stays listed.</summary>
/// <param name="State">The final state.</param>
/// <param name="Time">When it ended.</param>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="Checkpoints">The number of completed checkpoints.</param>
/// <param name="Failure">The last failure, or null.</param>
/// <param name="Savepoint">The location of the savepoint with which it was stopped, or null.</param>
public sealed record JobEnd(JobState State, DateTimeOffset Time, int Restarts, int Checkpoints, JobFailure? Failure, string? Savepoint)
{
    /// <summary>The number of the submission that ended. A job that was submitted again has a higher one in its head.</summary>
    public int Submission { get; init; }

    /// <summary>What it dropped.</summary>
    public Losses Losses { get; init; }

    /// <summary>The latest commands with ids that were carried out, oldest first. The head may name a stop that a cancel has overtaken.</summary>
    public IReadOnlyList<JobCommand> Commands { get; init; } = [];
}
