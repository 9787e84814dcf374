namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>What lets a window give results.</summary>
internal enum TriggerKind
{
    Count,
    PurgingCount,
    ContinuousEventTime,
}
