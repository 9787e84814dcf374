using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.RandomJobs;
using Millrace.Simulation.Tests.WordCount;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Clients;

namespace Millrace.Simulation.Tests.World;

/// <summary>A random job, or sometimes the word count, on a whole cluster.</summary>
internal sealed class WorldSimulation : ISimulation
{
    private const int WordCountIsOneIn = 5;

    public IReadOnlyList<string> Coverage { get; } = [.. Chaos.Kinds, .. JobUser.Kinds, .. Landmarks.All, .. SimulatedRandomJob.Coverage];

    public RunResult Run(ulong seed, Action<string>? trace)
    {
        var seen = new Sightings();
        return WorldRun.Execute(seed, (faults, random) => random.Next(WordCountIsOneIn) == 0 ? new SimulatedWordCount(random) : new SimulatedRandomJob(faults, random, seen), seen, trace);
    }
}
