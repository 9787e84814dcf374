namespace Millrace.JobManager.Services;

/// <summary>When the process began.</summary>
internal sealed record ProcessStart(DateTimeOffset Time);
