using Millrace.Simulation.Tests.World;

namespace Millrace.Simulation.Tests;

public sealed class ReplayTests
{
    private const ulong BaseSeed = 1;

    [Fact]
    public void Two_runs_of_a_seed_make_the_same_choices() => Parallel.For(1, 40, run =>
    {
        var (simulation, seed) = (new WorldSimulation(), SplitMix.Number(BaseSeed, (ulong)run));
        var (first, second) = (simulation.Run(seed, null), simulation.Run(seed, null));
        Assert.True(
            (first.EventHash, first.Steps) == (second.EventHash, second.Steps),
            $"Run {run} of base seed {BaseSeed}: {first.Steps} steps with hash {first.EventHash:x16}, and {second.Steps} with {second.EventHash:x16}.");
    });
}
