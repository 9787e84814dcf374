namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>What makes a window emit results.</summary>
internal enum TriggerKind
{
    Count,
    PurgingCount,
    ContinuousEventTime,
}
