using Millrace.Testing;

namespace Millrace.Runtime.Tests.Operators.Sources;

/// <summary>Two sources of a job, one of which is far ahead of the other in event time.</summary>
public sealed class WatermarkAlignmentTests
{
    /// <summary>More than what is read of a split at once: before its first record, nothing shows that a split is ahead.</summary>
    private const int Slack = 64;

    private readonly TestSource<int> _fast = new(splits: 3);
    private readonly TestSource<int> _slow = new();
    private readonly TestSink<int> _fastOutput = new();
    private readonly TestSink<int> _slowOutput = new();

    [Fact]
    public void A_source_that_is_ahead_waits_for_the_others_through_crashes_and_rescales()
    {
        using var job = Start(2);
        for (var n = 0; n < 3000; n++) _fast.Push(n, split: n % 3);
        RunFor(job, 5);
        Assert.InRange(_fastOutput.Visible.Count, 0, 3 * Slack);
        for (var time = 0; time <= 1500; time += 500)
        {
            _slow.Push(time);
            RunFor(job, 10);
            Assert.InRange(_fastOutput.Visible.Max(), time + 100, time + 100 + (3 * Slack));
            if (time == 500) job.Crash();
            if (time == 1000) job.Rescale(3);
        }

        _slow.End();
        RunFor(job, 60);
        Assert.Equal(Enumerable.Range(0, 3000), _fastOutput.Visible.Order());
        _fast.End();
        job.RunToEnd();
        Assert.Equal([0, 500, 1000, 1500], _slowOutput.Visible);
    }

    [Fact]
    public void A_silent_source_holds_nobody_back_once_it_is_idle()
    {
        using var job = Start(1);
        for (var n = 0; n < 1000; n++) _fast.Push(n, split: n % 3);
        RunFor(job, 20);
        Assert.InRange(_fastOutput.Visible.Count, 0, 3 * Slack);
        RunFor(job, 40);
        Assert.Equal(1000, _fastOutput.Visible.Count);
    }

    private JobHarness Start(int parallelism)
    {
        var near = WatermarkStrategy.Ascending<int>().WithTimestamps(static n => (long)n).WithIdleness(TimeSpan.FromSeconds(30)).WithAlignment("near", TimeSpan.FromMilliseconds(100));
        return new JobHarness(
            env =>
            {
                env.FromSource(_fast, near).Uid("fast").SinkTo(_fastOutput);
                env.FromSource(_slow, near).Uid("slow").SinkTo(_slowOutput);
            },
            new JobHarnessOptions { Parallelism = parallelism });
    }

    private static void RunFor(JobHarness job, int seconds)
    {
        job.RunFor(TimeSpan.FromSeconds(seconds));
        job.CompleteCheckpoint();
    }
}
