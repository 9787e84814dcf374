namespace Millrace.Core.Checkpoints;

/// <summary>Lets everything up to a checkpoint be published outside. It is built from a head that names the checkpoint, and from nothing else.</summary>
public sealed class CommitPermit
{
    private CommitPermit(string jobId, int attempt, long checkpoint) => (JobId, Attempt, Checkpoint) = (jobId, attempt, checkpoint);

    public string JobId { get; }

    public int Attempt { get; }

    public long Checkpoint { get; }

    /// <summary>The permit that a head gives, or null where it names no checkpoint.</summary>
    public static CommitPermit? From(JobHead head) => head.Latest is { } latest ? new CommitPermit(head.JobId, head.Attempt, latest.Checkpoint) : null;
}
