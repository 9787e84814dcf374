using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>Lets everything up to a checkpoint be published outside. It is built from a head that names the checkpoint, and from nothing else.</summary>
public sealed class CommitPermit
{
    private CommitPermit(ExecutionAttempt attempt, long checkpoint) => (Attempt, Checkpoint) = (attempt, checkpoint);

    public ExecutionAttempt Attempt { get; }

    public long Checkpoint { get; }

    /// <summary>The permit that a head gives, or null where it names no checkpoint.</summary>
    public static CommitPermit? From(JobHead head) => head.Latest is { } latest ? new CommitPermit(head.Execution, latest.Checkpoint) : null;
}
