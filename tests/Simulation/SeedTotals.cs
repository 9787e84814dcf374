using Millrace.Simulation.Tests.Cluster;

namespace Millrace.Simulation.Tests;

/// <summary>What happened in all seeds together, so that a test sees that the faults it counts on did.</summary>
internal sealed class SeedTotals
{
    private readonly Lock _lock = new();

    public int Crashes { get; private set; }

    public int Stops { get; private set; }

    public int Damages { get; private set; }

    public int Aborts { get; private set; }

    public long Steps { get; private set; }

    public void Add(SimulatedRun run)
    {
        lock (_lock)
        {
            Crashes += run.Crashes;
            Stops += run.Stops;
            Damages += run.Damages;
            Aborts += run.Aborts;
            Steps += run.Steps;
        }
    }

    public override string ToString() => $"{Steps} steps, {Crashes} crashes, {Stops} stops, {Damages} damaged checkpoints, {Aborts} aborted ones";
}
