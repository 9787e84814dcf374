namespace Millrace.Hosting.Logs;

/// <summary>A log entry about a job.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">trace, debug, information, warning, error or critical.</param>
/// <param name="Process"><c>jobmanager</c>, or the task manager's id.</param>
/// <param name="Message">The message.</param>
/// <param name="Exception">The exception with its stack trace; empty where there is none.</param>
/// <param name="Scope">What it is about: <c>job</c> always, and <c>attempt</c>, <c>checkpoint</c> and <c>subtask</c> where they are known.</param>
public sealed record JobLogEntry(
    DateTimeOffset Time, string Level, string Process, string Message, string Exception, IReadOnlyDictionary<string, string> Scope)
{
    /// <summary>The id of the job.</summary>
    public string JobId => Scope[LogScope.Job];
}
