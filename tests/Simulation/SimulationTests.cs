using System.Globalization;
using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.World;

namespace Millrace.Simulation.Tests;

/// <summary>
/// The simulations that CI runs: some with the same seeds each time, and some with new ones, from the base seed MILLRACE_SIMULATION_SEED where it is set.
/// CI draws and prints that itself, because a test that passes prints nothing.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const ulong FixedSeed = 1;

    // Both together take less than two minutes, even beside other test programs.
    private const int FixedRuns = 200;
    private static readonly TimeSpan s_freshLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Fixed_seeds_violate_nothing() => Run(new CampaignOptions(FixedSeed) { Runs = FixedRuns });

    [Fact]
    public void Fresh_seeds_violate_nothing()
    {
        var given = Environment.GetEnvironmentVariable("MILLRACE_SIMULATION_SEED");
        Run(new CampaignOptions(given is null ? CampaignOptions.NewSeed() : ulong.Parse(given, CultureInfo.InvariantCulture)) { Limit = s_freshLimit });
    }

    private void Run(CampaignOptions options)
    {
        var report = new StringWriter();
        var isRight = new Campaign(new WorldSimulation(), options with { Parallel = Environment.ProcessorCount }, report, TimeProvider.System).Run();
        output.WriteLine($"{report}");
        Assert.True(isRight, $"{report}");
    }
}
