namespace Millrace.Cli.Reports;

/// <param name="Savepoint">Where it is; --restore takes it.</param>
internal sealed record SavepointReport(string Savepoint);
