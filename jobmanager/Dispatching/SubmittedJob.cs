namespace Millrace.JobManager.Dispatching;

/// <summary>A submitted job.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Notices">What the submitter should know.</param>
internal sealed record SubmittedJob(JobStatus Status, IReadOnlyList<string> Notices);
