using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Logs;
using Millrace.Runtime.Operators.Splits;

namespace Millrace.TaskManager;

/// <summary>Logs what one subtask attempt reports apart from failures.</summary>
internal sealed partial class TaskLog(ILogger log, ExecutionAttempt attempt, SubtaskId subtask)
{
    private const int Named = 20;

    /// <summary>Logs that an operator threw when it was closed.</summary>
    public void CloseFailed(string op, Exception e)
    {
        using var scope = log.BeginScope(LogScope.Of(attempt, subtask));
        var (message, details) = ExceptionText.Of(e);
        LogCloseFailed(log, op, message, details);
    }

    /// <summary>Logs splits that are in a source's state but are no longer discovered.</summary>
    public void SplitsMissing(string source, IReadOnlyList<SplitState> missing)
    {
        if (missing.Count == 0) return;
        using var scope = log.BeginScope(LogScope.Of(attempt, subtask));
        var unread = missing.Where(static s => !s.Finished).ToList();
        if (unread.Count > 0) LogSplitsUnread(log, source, unread.Count, Names(unread));
        if (unread.Count < missing.Count) LogSplitsGone(log, source, missing.Count - unread.Count, Names(missing.Where(static s => s.Finished)));
    }

    private static string Names(IEnumerable<SplitState> splits)
    {
        var names = splits.Select(static s => s.Id).ToList();
        return string.Join(", ", names.Take(Named)) + (names.Count > Named ? ", ..." : "");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Operator} threw an exception when it was closed. {Failure}\n{Details}")]
    private static partial void LogCloseFailed(ILogger log, string @operator, string failure, string details);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The source {Source} cannot find {Count} splits that it had started: {Splits}. The rest of them is read once a restore finds them; until then the source does not end")]
    private static partial void LogSplitsUnread(ILogger log, string source, int count, string splits);

    [LoggerMessage(Level = LogLevel.Information, Message = "The source {Source} does not find {Count} splits that it had read to their ends: {Splits}. It still knows them")]
    private static partial void LogSplitsGone(ILogger log, string source, int count, string splits);
}
