namespace Millrace.Cli.Reports;

/// <param name="Jobs">The jobs that were removed, by id.</param>
/// <param name="Artifacts">The artifacts that were deleted, by hash.</param>
/// <param name="Failures">What could not be removed, and why.</param>
internal sealed record CleanUpReport(IReadOnlyList<string> Jobs, IReadOnlyList<string> Artifacts, IReadOnlyList<string> Failures);
