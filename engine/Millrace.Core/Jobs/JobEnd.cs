using Millrace.Core.Checkpoints;
using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>How a job of a cluster ended, so that it stays listed.</summary>
/// <param name="State">How.</param>
/// <param name="Time">When.</param>
/// <param name="Restarts">How many restarts there had been.</param>
/// <param name="Checkpoints">How many checkpoints had been completed.</param>
/// <param name="Failure">The last failure, or null.</param>
/// <param name="Savepoint">Where the savepoint is with which it was stopped, or null.</param>
public sealed record JobEnd(JobState State, DateTimeOffset Time, int Restarts, int Checkpoints, JobFailure? Failure, string? Savepoint)
{
    /// <summary>What it had left out.</summary>
    public Losses Losses { get; init; }
}
