namespace Millrace.Cli.Reports;

/// <param name="Jobs">The newest first.</param>
internal sealed record JobListReport(IReadOnlyList<JobReport> Jobs);
