using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>A checkpoint may be taken while the timers of a watermark fire; records after a restore must not lose those still due.</summary>
public sealed class RestoredWindowsTests
{
    private const int Keys = 1000;

    [Theory]
    [InlineData(4, 2)]
    [InlineData(4, 3)]
    [InlineData(7, 2)]
    [InlineData(11, 1)]
    public void A_late_record_does_not_take_a_session_along_that_is_still_to_fire(int seed, int parallelism)
    {
        using var job = new JobHarness(
            env => env.FromSource(new TestSource<(int Key, long Time)>(), WatermarkStrategy.Ascending<(int Key, long Time)>().WithTimestamps(r => r.Time)).Uid("records")
                .KeyBy(r => r.Key).Window(EventTimeSessionWindows.WithGap(TimeSpan.FromMilliseconds(10))).Count().Uid("sessions")
                .Map(c => c.Key).SinkTo(new TestSink<int>()).Uid("keys"),
            new JobHarnessOptions { CheckpointInterval = TimeSpan.FromMilliseconds(1), Seed = seed });
        var records = new TestSource<(int Key, long Time)>(splits: 2);
        job.ReplaceSource("records", records);
        var keys = job.ReplaceSink<int>("keys");
        for (var key = 0; key < Keys; key++) records.Push((key, 0), split: key % 2);
        job.CompleteCheckpoint();
        records.Push((-1, 1000), split: 0);
        records.Push((-2, 1000), split: 1);
        job.RunUntil(() => keys.Visible.Count > 0);
        for (var key = 0; key < Keys; key++) records.Push((key, 3), split: key % 2);
        if (parallelism == 2) job.Crash();
        else job.Rescale(parallelism);
        records.End();
        job.RunToEnd();
        Assert.Equal(Enumerable.Range(0, Keys), keys.Visible.Where(static k => k >= 0).Order());
    }
}
