namespace Millrace.JobManager.Dispatching;

internal sealed partial class Dispatcher
{
    private readonly ILogger _log;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its end could not be written to the storage. {Reason}")]
    private partial void LogEnd(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} has ended, which is told when it is known who leads. {Reason}")]
    private partial void LogEndNotTold(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its failures could not be written to the storage. {Reason}")]
    private partial void LogPast(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its recorded failures cannot be read and are left out. {Reason}")]
    private partial void LogPastUnread(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job}: its latest checkpoint cannot be read, so that the next one is self-contained. {Reason}")]
    private partial void LogLatestUnread(string job, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed in {Failure}\n{Details}")]
    private partial void LogFailed(string job, string failure, string details);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ({Name}) is submitted at parallelism {Parallelism}")]
    private partial void LogSubmitted(string job, string name, int parallelism);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} ({Name}) is recovered")]
    private partial void LogRecovered(string job, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Unfinished files of dead processes could not be deleted from the storage. {Reason}")]
    private partial void LogNotSwept(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} cannot be recovered. {Reason}")]
    private partial void LogNotRecovered(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A setting of job {Job} is not used: {Reason}")]
    private partial void LogSettings(string job, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another job manager runs job {Job} now")]
    private partial void LogSuspended(string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} was entered by a job manager that another one had replaced, and is removed: nobody was told that it runs")]
    private partial void LogVoid(string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed job {Job}, which had ended")]
    private partial void LogRemoved(string job);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted artifact {Artifact}, which no job uses")]
    private partial void LogArtifactDeleted(string artifact);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended jobs and artifacts could not be removed: {Reason}")]
    private partial void LogCleanUp(string reason);
}
