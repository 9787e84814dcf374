namespace Millrace.JobManager.Dispatching;

/// <summary>
/// A request came across a change of the job that was made at the same time: by another job manager, or by an earlier submission whose answer the storage kept
/// back. Given again, it may be carried out.
/// </summary>
internal sealed class JobConflictException(string message) : Exception(message);
