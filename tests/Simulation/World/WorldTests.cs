using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.WordCount;

namespace Millrace.Simulation.Tests.World;

public sealed class WorldTests(ITestOutputHelper output)
{
    [Fact]
    public void A_word_count_on_a_whole_cluster_is_right()
    {
        var report = new StringWriter();
        var options = new CampaignOptions(1) { Runs = 300, Parallel = Environment.ProcessorCount };
        var isRight = new Campaign(new WordCounts(), options, report, TimeProvider.System).Run();
        output.WriteLine($"{report}");
        Assert.True(isRight, $"{report}");
    }

    [Fact]
    public void Two_runs_of_a_seed_make_the_same_choices() => Parallel.For(1, 60, run =>
    {
        var seed = SplitMix.Number(7, (ulong)run);
        var (first, second) = (new WordCounts().Run(seed, null), new WordCounts().Run(seed, null));
        Assert.Equal((run, first.Steps, first.EventHash), (run, second.Steps, second.EventHash));
    });

    private sealed class WordCounts : ISimulation
    {
        public IReadOnlyList<string> Coverage => [];

        public RunResult Run(ulong seed, Action<string>? trace) => WorldRun.Execute(seed, static (_, random) => new SimulatedWordCount(random), new Sightings(), trace);
    }
}
