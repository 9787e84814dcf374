namespace Millrace.Cli.Reports;

/// <param name="Exceptions">The newest first.</param>
internal sealed record ExceptionListReport(IReadOnlyList<FailureReport> Exceptions);
