namespace Millrace.Cli.Reports;

/// <param name="Id">The job that was removed.</param>
/// <param name="Savepoints">Its savepoints that are kept.</param>
internal sealed record RemovedJobReport(string Id, IReadOnlyList<string> Savepoints);
