namespace Millrace.Simulation.Tests.RandomJobs;

public sealed class RandomJobTests(ITestOutputHelper output)
{
    private static readonly string[] s_events =
    [
        "record aside", "record failed", "rule looked up", "value expired", "map entry expired", "list element expired",
        "value alive", "map entry alive", "list element alive", "life extended",
    ];

    [Fact]
    public void Sinks_show_what_a_plain_evaluation_gives_whatever_happens()
    {
        var seen = new Sightings();
        var totals = Seeds.Run(1000, (faults, random) => new SimulatedRandomJob(faults, random, seen));
        output.WriteLine($"{totals}\n{seen}");
        if (Seeds.IsReplay) return;
        Assert.All(Enum.GetNames<NodeKind>().Concat(Enum.GetNames<Exchange>()).Concat(s_events), what => Assert.True(seen.Of(what) >= 20, $"'{what}' came up {seen.Of(what)} times."));
        Assert.All([totals.Crashes, totals.Stops, totals.Damages, totals.Aborts], times => Assert.True(times >= 20, $"{totals}"));
    }
}
