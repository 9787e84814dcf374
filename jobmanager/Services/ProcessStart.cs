namespace Millrace.JobManager.Services;

/// <summary>The time when the process started.</summary>
internal sealed record ProcessStart(DateTimeOffset Time);
