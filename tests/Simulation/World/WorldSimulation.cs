using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.RandomJobs;
using Millrace.Simulation.Tests.WordCount;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Clients;
using Millrace.Simulation.Tests.World.Network;

namespace Millrace.Simulation.Tests.World;

/// <summary>A random job, or sometimes the word count, on a whole cluster; now and then with another random job beside it.</summary>
internal sealed class WorldSimulation : ISimulation
{
    private const int WordCountIsOneIn = 5;
    private const int AnotherIsOneIn = 8;
    private const string Several = "several jobs";

    public IReadOnlyList<string> Coverage { get; } = [.. Chaos.Kinds, .. StorageCalls.Marks, .. SimulatedNetwork.Faults, .. JobUser.Kinds, .. Landmarks.All, .. SimulatedRandomJob.Coverage, Several];

    public RunResult Run(ulong seed, Action<string>? trace)
    {
        var seen = new Sightings();
        return WorldRun.Execute(seed, (faults, random) => Draw(faults, random, seen), seen, trace);
    }

    private static IReadOnlyList<ISimulatedJob> Draw(FaultPlan faults, Random random, Sightings seen)
    {
        ISimulatedJob job = random.Next(WordCountIsOneIn) == 0 ? new SimulatedWordCount(random) : new SimulatedRandomJob(faults, random, seen);
        if (random.Next(AnotherIsOneIn) > 0) return [job];
        seen.Note(Several);
        return [job, new SimulatedRandomJob(faults, random, seen, "another")];
    }
}
