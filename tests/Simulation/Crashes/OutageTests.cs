namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// A storage that is slow, fails or is unreachable for a while, below a whole cluster: it costs single checkpoints. In each run the output is exact, no
/// retained checkpoint lacks a blob, none is lost, and the first one after the outage is restored.
/// </summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(StoragePart.State, false)]
    [InlineData(StoragePart.State, true)]
    [InlineData(StoragePart.Manifests, false)]
    [InlineData(StoragePart.Manifests, true)]
    [InlineData(StoragePart.All, false)]
    [InlineData(StoragePart.All, true)]
    internal void Checkpoints_fail_while_records_are_processed_and_the_next_one_completes_in_the_same_attempt(StoragePart part, bool stalls)
    {
        foreach (var seed in (ulong[])[1, 2, 3])
        {
            var run = new OutageRun(seed, new Outage(part, stalls), static run => run.Aborted >= OutageRun.Tolerated - 1);
            run.Execute();
            Assert.True(run.Wrong is null, $"seed {seed}: {run.Wrong}");
            Assert.InRange(run.Aborted, OutageRun.Tolerated - 1, OutageRun.Tolerated);
            Assert.Equal((seed, 1), (seed, run.Attempts));
            Assert.InRange(run.Arrived, 1, int.MaxValue);
        }
    }

    [Theory]
    [InlineData(StoragePart.State, false)]
    [InlineData(StoragePart.State, true)]
    [InlineData(StoragePart.Manifests, false)]
    [InlineData(StoragePart.All, false)]
    internal void More_failures_in_a_row_than_are_tolerated_end_the_attempt_and_the_next_one_restores_the_last_checkpoint(StoragePart part, bool stalls)
    {
        foreach (var seed in (ulong[])[1, 2, 3])
        {
            var run = new OutageRun(seed, new Outage(part, stalls), static run => run.Aborted > OutageRun.Tolerated);
            run.Execute();
            Assert.True(run.Wrong is null, $"seed {seed}: {run.Wrong}");
            Assert.Equal((seed, OutageRun.Tolerated + 1), (seed, run.Aborted));
            Assert.Equal((seed, 2), (seed, run.Attempts));
        }
    }

    /// <summary>Whether a swap without an answer took effect, the next attempt reads.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_head_that_cannot_be_swapped_costs_an_attempt_and_no_checkpoint(bool stalls)
    {
        foreach (var seed in (ulong[])[1, 2, 3])
        {
            var run = new OutageRun(seed, new Outage(StoragePart.Heads, stalls), static run => run.Duration > TimeSpan.FromSeconds(3));
            run.Execute();
            Assert.True(run.Wrong is null, $"seed {seed}: {run.Wrong}");
        }
    }
}
