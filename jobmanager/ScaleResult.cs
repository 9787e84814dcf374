namespace Millrace.JobManager;

/// <summary>How a rescale ended.</summary>
/// <param name="StoodStill">For how long nothing was processed; zero where nothing was to be done.</param>
/// <param name="Refusal">Why it was refused, with nothing stopped, or given up; null where the job runs at the new scale.</param>
/// <param name="IsLate">Whether the time was over first.</param>
public sealed record ScaleResult(TimeSpan StoodStill, string? Refusal, bool IsLate = false);
