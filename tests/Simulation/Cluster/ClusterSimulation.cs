using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.RandomJobs;
using Millrace.Simulation.Tests.WordCount;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>A random job, or at times the word count, on simulated clusters.</summary>
internal sealed class ClusterSimulation : ISimulation
{
    private const int WordCountIsOneIn = 5;

    public IReadOnlyList<string> Coverage { get; } = ["crash", "stop", "damaged checkpoint", "aborted checkpoint", .. SimulatedRandomJob.Coverage];

    public RunResult Run(ulong seed, Action<string>? trace)
    {
        var seen = new Sightings();
        var run = new SimulatedRun(seed, (faults, random) => random.Next(WordCountIsOneIn) == 0 ? new SimulatedWordCount(random) : new SimulatedRandomJob(faults, random, seen));
        var problem = run.Execute();
        seen.Note("crash", run.Crashes);
        seen.Note("stop", run.Stops);
        seen.Note("damaged checkpoint", run.Damages);
        seen.Note("aborted checkpoint", run.Aborts);
        var violation = problem is null ? null : new Violation("the job and its protocols are right whatever happens", problem, []);
        return new RunResult(violation, run.Steps, run.Crashes + run.Stops + run.Damages, seen.All, run.EventHash);
    }
}
