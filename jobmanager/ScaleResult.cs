namespace Millrace.JobManager;

/// <summary>The outcome of a rescale.</summary>
/// <param name="Interruption">How long nothing was processed; zero where nothing had to be done.</param>
/// <param name="Refusal">Why it was refused without stopping anything, or given up; null where the job runs at the new scale.</param>
/// <param name="IsLate">Whether the time limit passed first.</param>
/// <param name="IsBadInput">Whether the job cannot have the requested scale, whatever slots there are.</param>
public sealed record ScaleResult(TimeSpan Interruption, string? Refusal, bool IsLate = false, bool IsBadInput = false);
