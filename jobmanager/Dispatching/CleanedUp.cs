namespace Millrace.JobManager.Dispatching;

/// <summary>What a clean-up did.</summary>
/// <param name="Jobs">The jobs that were removed, by id.</param>
/// <param name="Artifacts">The artifacts that were deleted, by hash.</param>
/// <param name="Failures">What could not be removed, and why, one sentence each.</param>
internal sealed record CleanedUp(IReadOnlyList<string> Jobs, IReadOnlyList<string> Artifacts, IReadOnlyList<string> Failures);
