namespace Millrace.Simulation.Tests.RandomJobs;

public sealed class RandomJobTests(ITestOutputHelper output)
{
    [Fact]
    public void Sinks_show_what_a_plain_evaluation_gives_whatever_happens()
    {
        var totals = Seeds.Run(1000, (faults, random) => new SimulatedRandomJob(faults, random));
        output.WriteLine(totals.ToString());
    }
}
