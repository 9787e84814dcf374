namespace Millrace.Cli.Reports;

/// <param name="Exceptions">The failures, the newest first.</param>
internal sealed record ExceptionListReport(IReadOnlyList<FailureReport> Exceptions);
