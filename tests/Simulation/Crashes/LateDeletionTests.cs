namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// A deposed leader deletes what its last checkpoint has freed while its successor restores the oldest checkpoint that is retained. Each change of a head and
/// each deletion is looked at, so that nothing is lost that a retained checkpoint reaches, and the output is exact.
/// </summary>
public sealed class LateDeletionTests
{
    private const int Moments = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_deposed_leader_that_deletes_late_does_no_harm_to_the_restore_of_the_oldest_checkpoint(ulong seed) => Parallel.For(0, Moments, moment =>
    {
        var run = new LateDeletionRun(seed, moment);
        run.Execute();
        Assert.True(run.Wrong is null, $"seed {seed}, moment {moment}: {run.Wrong}");
        Assert.True(run.HasDeleted, $"seed {seed}, moment {moment}: the leader has deleted nothing meanwhile.");
    });
}
