using Microsoft.Extensions.Logging;

namespace Millrace.JobManager;

public sealed partial class JobMaster
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job}: a message of attempt {Attempt} is stale and was dropped")]
    private partial void LogStale(string job, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: attempt {Attempt} is deployed from checkpoint {Checkpoint}")]
    private partial void LogDeployed(string job, int attempt, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: falling back to an older checkpoint. {Damage}")]
    private partial void LogFallback(string job, string damage);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job}: checkpoint {Checkpoint} is complete")]
    private partial void LogCheckpoint(string job, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: attempt {Attempt} failed: {Failure}\n{Details}")]
    private partial void LogFailure(string job, int attempt, string failure, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the store was not to be had. {Failure}")]
    private partial void LogStore(string job, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: checkpoint {Checkpoint} was aborted. {Reason}")]
    private partial void LogAborted(string job, long checkpoint, string reason);
}
