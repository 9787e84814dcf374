using Millrace.Core.Graph;

namespace Millrace.Hosting.Logs;

/// <summary>The scopes of log entries, with the same names in both processes.</summary>
public static class LogScope
{
    /// <summary>The name of the job id in a scope.</summary>
    public const string Job = "job";

    /// <summary>The name of the attempt number in a scope.</summary>
    public const string Attempt = "attempt";

    /// <summary>The name of the checkpoint id in a scope.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The name of the subtask in a scope.</summary>
    public const string Subtask = "subtask";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Job, Attempt, Checkpoint, Subtask];

    /// <summary>Returns the scope of a job.</summary>
    public static LogScopeValues Of(string jobId) => new([new(Job, jobId)]);

    /// <summary>Returns the scope of an attempt, and of a subtask and checkpoint within it.</summary>
    public static LogScopeValues Of(ExecutionAttempt attempt, SubtaskId? subtask = null, long? checkpoint = null)
    {
        var scope = new List<KeyValuePair<string, object>>(4) { new(Job, attempt.JobId), new(Attempt, attempt.Number) };
        if (checkpoint is { } id) scope.Add(new(Checkpoint, id));
        if (subtask is { } task) scope.Add(new(Subtask, task));
        return new LogScopeValues(scope);
    }
}
