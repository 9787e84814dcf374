using Microsoft.Extensions.Logging;
using Millrace.Core.Graph;

namespace Millrace.JobManager;

public sealed partial class JobMaster
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "A message of {Attempt} is stale and was dropped")]
    private partial void LogStale(ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: attempt {Attempt} is deployed from checkpoint {Checkpoint}")]
    private partial void LogDeployed(string job, int attempt, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: falling back to an older checkpoint. {Damage}")]
    private partial void LogFallback(string job, string damage);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job}: checkpoint {Checkpoint} is complete")]
    private partial void LogCheckpoint(string job, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: attempt {Attempt} failed, and another one follows. {Failure}\n{Details}")]
    private partial void LogFailure(string job, int attempt, string failure, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: no attempt could be started, and another try follows. {Failure}\n{Details}")]
    private partial void LogFailureToBegin(string job, string failure, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the storage is unavailable. {Failure}")]
    private partial void LogStore(string job, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: checkpoint {Checkpoint} was aborted. {Reason}")]
    private partial void LogAborted(string job, long checkpoint, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the newest version of its head is damaged. {Damage}")]
    private partial void LogDamagedHead(string job, string damage);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: {Count} files in {Folder} were not named by the engine; they are left alone")]
    private partial void LogForeign(string job, int count, string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: the drain of attempt {Attempt} failed; the job continues from checkpoint {Checkpoint}")]
    private partial void LogDrainTakenBack(string job, int attempt, long checkpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: task manager {TaskManager} is lost: {How}")]
    private partial void LogLost(string job, string taskManager, string how);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: task manager {TaskManager} answers again")]
    private partial void LogBack(string job, string taskManager);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: {TaskManagers} did not report within {Limit} that the attempt's tasks have ended; the job continues without waiting")]
    private partial void LogNotEnded(string job, string taskManagers, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: there was no last checkpoint within {Limit}; the job ends without one")]
    private partial void LogStopLimit(string job, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits for {Slots}")]
    private partial void LogWaiting(string job, string slots);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job}: attempt {Attempt} ends, and the job continues at parallelism {Parallelism}")]
    private partial void LogRescaling(string job, int attempt, int parallelism);
}
