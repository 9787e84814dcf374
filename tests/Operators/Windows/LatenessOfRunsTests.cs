using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>Which records are late in no run, and for which it depends on the other splits.</summary>
public sealed class LatenessOfRunsTests
{
    private const int Disorder = 20;

    /// <summary>The operator's watermark is the lowest of the splits, so it is never ahead of a record's own.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 2)]
    public void A_record_within_the_disorder_of_its_split_is_late_in_no_run(int seed, int parallelism)
    {
        using var job = Job(seed, out var records, out var counts);
        for (var i = 0; i < 300; i++)
        {
            // One split is far ahead, and the other one pauses for a while; both are out of order by the maximum allowed.
            records.Push((i * 10) - (i % 3 == 0 ? Disorder : 0), split: 0);
            if (i >= 200) records.Push(((i - 200) * 10) - (i % 2 == 0 ? Disorder : 0), split: 1);
            if (i % 50 == 0) job.RunFor(TimeSpan.FromMilliseconds(5));
            if (i == 150) job.Rescale(parallelism);
        }

        records.End();
        job.RunToEnd();
        Assert.Equal(400, counts.Visible.Sum(static c => c.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_is_further_behind_is_late_where_all_splits_are_ahead_of_it(bool areAllAhead)
    {
        using var job = Job(1, out var records, out var counts);
        foreach (var time in new[] { 5, 1000 }) records.Push(time, split: 0);
        records.Push(areAllAhead ? 1000 : 5, split: 1);
        job.RunFor(TimeSpan.FromMilliseconds(50));
        records.Push(6, split: 0);
        // The splits end after it, because a split that has ended holds nothing back.
        job.RunFor(TimeSpan.FromMilliseconds(50));
        records.End();
        job.RunToEnd();
        Assert.Equal(areAllAhead ? 1 : 3, counts.Visible.Where(static c => c.Window.Start == 0).Sum(static c => c.Count));
    }

    private static JobHarness Job(int seed, out TestSource<long> records, out TestSink<(TimeWindow Window, long Count)> counts)
    {
        var job = new JobHarness(
            static env => env.FromSource(new TestSource<long>(), WatermarkStrategy.BoundedOutOfOrderness<long>(TimeSpan.FromMilliseconds(Disorder)).WithTimestamps(static time => time)).Uid("records")
                .KeyBy(static _ => 1).Window(TumblingEventTimeWindows.Of(TimeSpan.FromMilliseconds(10))).Count().Uid("counts")
                .Map(static c => (c.Window, c.Count)).SinkTo(new TestSink<(TimeWindow Window, long Count)>()).Uid("results"),
            new JobHarnessOptions { CheckpointInterval = TimeSpan.FromMilliseconds(1), Seed = seed });
        records = new TestSource<long>(splits: 2);
        job.ReplaceSource("records", records);
        counts = job.ReplaceSink<(TimeWindow Window, long Count)>("results");
        return job;
    }
}
