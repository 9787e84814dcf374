namespace Millrace.Cli.Reports;

/// <param name="Entries">The oldest first.</param>
internal sealed record LogReport(IReadOnlyList<LogEntryReport> Entries);
