using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

/// <summary>What the shared cases do not cover: evictors where windows merge, custom evictors, and invalid ones.</summary>
public sealed class EvictorsTests
{
    [Fact]
    public void Records_leave_sessions_that_become_one()
    {
        var output = OperatorHarness.Check(
            Numbers((1, 1), (2, 30), (3, 2), (4, 31), (5, 16)),
            numbers => numbers.KeyBy(_ => 1).Window(EventTimeSessionWindows.WithGap(Ms(15))).Evictor(TimeEvictor.Of(Ms(20))).Process(new Listed()));
        Assert.Equal(["[1, 46) 2 4 5"], output.Values());
    }

    [Fact]
    public void An_evictor_of_ones_own_removes_what_it_likes()
    {
        var output = OperatorHarness.Check(
            Numbers((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)),
            numbers => numbers.KeyBy(_ => 1).Window(GlobalWindows.Create()).Trigger(new CountTrigger(2)).Evictor(new EveryOther()).Process(new Listed()));
        Assert.Equal(["all time 1 2", "all time 1 3 4", "all time 1 4 5 6"], output.Values());
    }

    [Fact]
    public void An_evictor_may_replace_and_reorder_records_as_well()
    {
        var output = OperatorHarness.Check(
            Numbers((1, 1), (2, 2), (3, 3)),
            numbers => numbers.KeyBy(_ => 1).Window(GlobalWindows.Create()).Trigger(new CountTrigger(1)).Evictor(new Negative()).Process(new Listed()));
        Assert.Equal(["all time 1", "all time -1 2", "all time -2 1 3"], output.Values());
    }

    [Fact]
    public void The_last_record_of_merged_sessions_is_that_of_the_smaller_one()
    {
        var output = OperatorHarness.Check(
            Numbers((1, 30), (2, 1), (3, 31), (4, 16)),
            numbers => numbers.KeyBy(_ => 1).Window(EventTimeSessionWindows.WithGap(Ms(15))).Evictor(CountEvictor.Of(3)).Process(new Listed()));
        Assert.Equal(["[1, 46) 3 2 4"], output.Values());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_has_left_stays_away_through_crashes_and_another_parallelism(int seed)
    {
        using var job = new JobHarness(
            static env => env.FromSource(new TestSource<int>()).Uid("numbers").KeyBy(static _ => 1)
                .Window(GlobalWindows.Create()).Trigger(new CountTrigger(1)).Evictor(CountEvictor.Of(3)).Process(new Listed()).Uid("listed").SinkTo(new TestSink<string>()).Uid("texts"),
            new JobHarnessOptions { CheckpointInterval = Ms(1), Seed = seed });
        var numbers = new TestSource<int>();
        job.ReplaceSource("numbers", numbers);
        var texts = job.ReplaceSink<string>("texts");
        for (var i = 0; i < 100; i++)
        {
            numbers.Push(i);
            if (i % 20 == 0) job.RunFor(Ms(3));
            if (i % 40 == 10) job.Crash();
            if (i == 70) job.Rescale(3);
        }

        numbers.End();
        job.RunToEnd();
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"all time {string.Join(' ', Enumerable.Range(Math.Max(0, i - 2), Math.Min(i + 1, 3)))}"), texts.Visible);
    }

    [Fact]
    public void A_window_of_which_nothing_is_left_gives_no_result()
    {
        using var counts = StreamHarness.Of((DataStream<int> numbers) =>
            numbers.KeyBy(_ => 1).Window(TumblingEventTimeWindows.Of(Ms(10))).Evictor(DeltaEvictor.Of<int>(0, (_, _) => 0)).Count());
        counts.Push(1, 1);
        counts.EndInput();
        Assert.Empty(counts.Output);
    }

    [Theory]
    [InlineData(0, 5, "an evictor that keeps 0 records")]
    [InlineData(1, 0, "Evictors have the length 00:00:00")]
    public void Impossible_ones_are_refused_where_they_are_made(int count, int milliseconds, string problem)
    {
        var refused = Assert.Throws<InvalidJobException>(() => (CountEvictor.Of(count), TimeEvictor.Of(Ms(milliseconds))));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("EvictorsTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    private static Script<int> Numbers(params (int Number, long Time)[] numbers)
    {
        var script = new Script<int>();
        foreach (var (number, time) in numbers) script.Record(number, time);
        return script;
    }

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed class Listed : ProcessWindowFunction<int, int, string>
    {
        public override void Process(WindowContext<int> context, IEnumerable<int> elements, ICollector<string> output) =>
            output.Collect($"{context.Window} {string.Join(' ', elements)}");
    }

    /// <summary>Negates and turns round what the window has had.</summary>
    private sealed class Negative : Evictor<int>
    {
        public override void EvictAfter(List<WindowRecord<int>> records, TimeWindow window)
        {
            for (var i = 0; i < records.Count; i++) records[i] = records[i] with { Value = -records[i].Value };
            if (records.Count == 2) records.Reverse();
        }
    }

    private sealed class EveryOther : Evictor<int>
    {
        public override void EvictAfter(List<WindowRecord<int>> records, TimeWindow window)
        {
            for (var i = 1; i < records.Count; i++) records.RemoveAt(i);
        }
    }
}
