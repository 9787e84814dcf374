namespace Millrace.Testing;

/// <summary>A savepoint of a job in a <see cref="JobHarness"/>.</summary>
public sealed class JobSavepoint
{
    internal JobSavepoint(string jobId, long checkpoint) => (JobId, Checkpoint) = (jobId, checkpoint);

    /// <summary>Its id; those of later checkpoints are higher.</summary>
    public long Checkpoint { get; }

    internal string JobId { get; }
}
