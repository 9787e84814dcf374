namespace Millrace.Cli.Reports;

/// <param name="Entries">The entries, the oldest first.</param>
internal sealed record LogReport(IReadOnlyList<LogEntryReport> Entries);
