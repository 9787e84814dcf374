namespace Millrace.JobManager.Jobs;

/// <summary>How a job is to be stopped.</summary>
/// <param name="IsSavepoint">Whether the last checkpoint is a savepoint, which never expires.</param>
/// <param name="Drain">Whether event time advances to its end first, so that the job finishes.</param>
/// <param name="OnEnd">Called at the end; a checkpoint that fails then ends the stop. Null where the stop is retried until it succeeds.</param>
internal sealed record StopRequest(bool IsSavepoint = false, bool Drain = false, Action<SavepointResult>? OnEnd = null)
{
    /// <summary>The ids of the commands that ask for it; none where no client has given any.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>
    /// After this time the job ends without a last checkpoint, and at once if its attempt has failed, so that none can be taken; null to wait
    /// as long as it takes until one can be.
    /// </summary>
    public TimeSpan? Limit { get; init; }
}
