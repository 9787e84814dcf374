namespace Millrace.Cli.Reports;

/// <param name="Jobs">The jobs, the newest first.</param>
internal sealed record JobListReport(IReadOnlyList<JobReport> Jobs);
