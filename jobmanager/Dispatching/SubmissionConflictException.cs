namespace Millrace.JobManager.Dispatching;

/// <summary>
/// A submission came across a change that was made at the same time: by another job manager, or by an earlier submission whose answer the storage kept back.
/// Given again, it may be carried out.
/// </summary>
internal sealed class SubmissionConflictException(string message) : Exception(message);
