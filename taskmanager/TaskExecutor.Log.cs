using Microsoft.Extensions.Logging;
using Millrace.Core.Graph;

namespace Millrace.TaskManager;

public sealed partial class TaskExecutor
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "A message of {Attempt} is stale and was dropped")]
    private partial void LogStale(ExecutionAttempt attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "A message of {Attempt} was dropped: the leader epoch is {Highest} now")]
    private partial void LogDeposed(ExecutionAttempt attempt, long highest);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tasks of {Attempt} are ended: nothing was heard of the job manager for {Limit}")]
    private partial void LogSilence(ExecutionAttempt attempt, TimeSpan limit);
}
