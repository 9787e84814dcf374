namespace Millrace.JobManager.Dispatching;

/// <summary>A job that was submitted.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Notices">What the submitter should know.</param>
internal sealed record SubmittedJob(JobStatus Status, IReadOnlyList<string> Notices);
