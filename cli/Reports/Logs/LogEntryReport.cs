using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>An entry of a job's log.</summary>
/// <param name="Time">When it was written.</param>
/// <param name="Level">trace, debug, information, warning, error or critical.</param>
/// <param name="Process">jobmanager, or the task manager's id.</param>
/// <param name="Message">The message.</param>
/// <param name="Exception">The exception with its stack trace; null where there is none.</param>
/// <param name="Scope">What it is about: job, attempt, checkpoint, subtask.</param>
internal sealed record LogEntryReport(DateTime? Time, string Level, string Process, string Message, string? Exception, IReadOnlyDictionary<string, string> Scope)
{
    public static LogEntryReport Of(LogEntry e) => new(
        e.Time?.ToDateTime(), e.Level, e.Process, e.Message, Given.OrNull(e.Exception), new SortedDictionary<string, string>(e.Scope, StringComparer.Ordinal));
}
