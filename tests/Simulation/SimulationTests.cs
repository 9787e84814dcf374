using System.Globalization;
using System.Security.Cryptography;
using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.World;

namespace Millrace.Simulation.Tests;

/// <summary>The simulations that CI runs: some with the same seeds each time, and some with new ones.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const ulong FixedSeed = 1;

    // Both together take less than two minutes, even beside other test programs.
    private const int FixedRuns = 200;
    private static readonly TimeSpan s_freshLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Fixed_seeds_violate_nothing() => Run(new CampaignOptions(FixedSeed) { Runs = FixedRuns });

    // The CI script draws the seed itself, because a test that passes prints nothing.
    [Fact]
    public void Fresh_seeds_violate_nothing() => Run(new CampaignOptions(
        Environment.GetEnvironmentVariable("SIMULATION_SEED") is { } seed
            ? ulong.Parse(seed, CultureInfo.InvariantCulture)
            : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)))
    {
        Limit = s_freshLimit,
    });

    private void Run(CampaignOptions options)
    {
        var report = new StringWriter();
        var isRight = new Campaign(new WorldSimulation(), options with { Parallel = Environment.ProcessorCount }, report, TimeProvider.System).Run();
        output.WriteLine($"{report}");
        Assert.True(isRight, $"{report}");
    }
}
