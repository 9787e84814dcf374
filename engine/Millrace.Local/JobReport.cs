namespace Millrace.Local;

/// <summary>How a run ended: the figures that <c>--json</c> prints.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Finished, stopped or failed.</param>
/// <param name="Records">How many records its sources read in the last attempt.</param>
/// <param name="Seconds">From start to end.</param>
/// <param name="Checkpoints">How many checkpoints were completed.</param>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record JobReport(string JobId, string State, long Records, double Seconds, int Checkpoints, int Restarts, string? Failure);
