namespace Millrace.JobManager;

/// <summary>How a job is to be ended.</summary>
/// <param name="IsSavepoint">Whether the last checkpoint is a savepoint, which never expires.</param>
/// <param name="Drain">Whether event time comes to its end first, so that the job finishes.</param>
/// <param name="OnEnd">Told of the end; a checkpoint that fails then ends the stop. Null where the stop is tried until it succeeds.</param>
internal sealed record StopRequest(bool IsSavepoint = false, bool Drain = false, Action<SavepointResult>? OnEnd = null)
{
    /// <summary>
    /// After so long the job ends without a last checkpoint, and at once where its attempt has failed, so that none can be had; null where
    /// it is stopped when one can be had, however long that takes.
    /// </summary>
    public TimeSpan? Limit { get; init; }
}
