using Millrace.Core.Graph;

namespace Millrace.Hosting.Logs;

/// <summary>What log entries are about: the scopes that both processes use, each with the same names.</summary>
public static class LogScope
{
    /// <summary>The name of the scope's job id.</summary>
    public const string Job = "job";

    /// <summary>The name of the attempt's number.</summary>
    public const string Attempt = "attempt";

    /// <summary>The name of the checkpoint's id.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The name of the subtask.</summary>
    public const string Subtask = "subtask";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Job, Attempt, Checkpoint, Subtask];

    /// <summary>The scope of a job.</summary>
    public static LogScopeValues Of(string jobId) => new([new(Job, jobId)]);

    /// <summary>The scope of an attempt, and of what in it is at hand.</summary>
    public static LogScopeValues Of(ExecutionAttempt attempt, SubtaskId? subtask = null, long? checkpoint = null)
    {
        var scope = new List<KeyValuePair<string, object>>(4) { new(Job, attempt.JobId), new(Attempt, attempt.Number) };
        if (checkpoint is { } id) scope.Add(new(Checkpoint, id));
        if (subtask is { } task) scope.Add(new(Subtask, task));
        return new LogScopeValues(scope);
    }
}
