using System.Security.Cryptography;
using Millrace.Simulation.Tests.Cluster;
using Millrace.Simulation.Tests.Command;

namespace Millrace.Simulation.Tests;

/// <summary>What CI simulates: the same runs each time, and others each time.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const ulong FixedSeed = 1;

    // Both together end within two minutes. The fixed runs are so many that what they do not reach is a failure.
    private static readonly TimeSpan s_freshLimit = TimeSpan.FromSeconds(40);

    [Fact]
    public void Fixed_seeds_violate_nothing() => Run(new CampaignOptions(FixedSeed));

    [Fact]
    public void Fresh_seeds_violate_nothing() => Run(new CampaignOptions(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))) { Limit = s_freshLimit });

    private void Run(CampaignOptions options)
    {
        var report = new StringWriter();
        var isRight = new Campaign(new ClusterSimulation(), options with { Parallel = Environment.ProcessorCount }, report, TimeProvider.System).Run();
        output.WriteLine($"{report}");
        Assert.True(isRight, $"{report}");
    }
}
