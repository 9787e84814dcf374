using Millrace.Core.Graph;

namespace Millrace.TaskManager;

public sealed partial class TaskExecutor
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "A message of {Attempt} is stale and was dropped")]
    private partial void LogStale(ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tasks of {Attempt} are stopped: nothing was received from the job manager for {Limit}")]
    private partial void LogSilence(ExecutionAttempt attempt, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "The tasks of {Attempt} are stopped: the job manager has abandoned it")]
    private partial void LogGivenUp(ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Attempt} fails because of a defect in the engine")]
    private partial void LogDefect(Exception e, ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} tasks of {Attempt} are started from checkpoint {Checkpoint}")]
    private partial void LogDeployed(ExecutionAttempt attempt, int count, long checkpoint);
}
