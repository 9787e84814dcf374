namespace Millrace.Cli.Reports;

/// <param name="Savepoint">The savepoint's path; --restore accepts it.</param>
internal sealed record SavepointReport(string Savepoint);
