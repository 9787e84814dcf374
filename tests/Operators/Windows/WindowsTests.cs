using CsCheck;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

public sealed class WindowsTests
{
    private static readonly Gen<(string Key, long Time)[]> s_records =
        Gen.Select(Gen.Int[0, 1].Select(n => n == 0 ? "a" : "b"), Gen.Long[-30, 60], (key, time) => (key, time)).Array[1, 12];

    [Fact]
    public void Sliding_windows_count_what_lies_in_them() => Gen.Select(s_records, Gen.Long[1, 12], Gen.Long[1, 12], Gen.Long[-11, 11]).Sample(
        (records, size, slide, offset) =>
        {
            if (Math.Abs(offset) >= slide) return;
            var grid = SlidingEventTimeWindows.Of(Ms(size), Ms(slide), Ms(offset), allowGaps: true);
            var output = Check(records, keyed => keyed.Window(grid).Count().Map(r => (r.Key, r.Window, r.Count)));
            Assert.Equal(Model(records, grid.For<(string, long)>()), Sorted(output.Values()));
        },
        iter: 30);

    [Fact]
    public void Sessions_are_the_records_between_which_no_gap_is_longer() => Gen.Select(s_records, Gen.Long[1, 12]).Sample(
        (records, gap) =>
        {
            var output = Check(records, keyed => keyed.Window(EventTimeSessionWindows.WithGap(Ms(gap))).Count().Map(r => (r.Key, r.Window, r.Count)));
            Assert.Equal(Sessions(records, gap), Sorted(output.Values()));
        },
        iter: 30);

    [Fact]
    public void Sessions_that_become_one_keep_the_order_of_each()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, long Time)>().Record(("a", 0), 0).Record(("a", 32), 32).Record(("a", 5), 5).Record(("a", 31), 31).Record(("a", 30), 30).Record(("a", 17), 17),
            records => records.KeyBy(r => r.Key).Window(EventTimeSessionWindows.WithGap(Ms(15))).Process(new Times()));
        Assert.Equal(["[0, 47) 32 31 30 0 5 17"], output.Values());
    }

    [Fact]
    public void A_record_of_a_window_that_is_over_is_dropped_or_goes_to_a_side_output()
    {
        var late = new OutputTag<(string Key, long Time)>("late");
        var output = OperatorHarness.Check(
            new Script<(string Key, long Time)>().Record(("a", 5), 5).Watermark(9).Record(("a", 7), 7).Record(("a", 12), 12),
            records =>
            {
                var counts = records.KeyBy(r => r.Key).Window(TumblingEventTimeWindows.Of(Ms(10))).LateDataTo(late).Count();
                return counts.Map(c => $"{c.Window} {c.Count}").Union(counts.SideOutput(late).Map(r => $"late {r.Time}"));
            },
            new HarnessOptions<string> { Ordered = false });
        Assert.Equal(["[0, 10) 1", "[10, 20) 1", "late 7"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Within_the_allowed_lateness_each_record_gives_a_further_result()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, long Time)>().Record(("a", 5), 5).Watermark(11).Record(("a", 7), 7).Watermark(13).Record(("a", 8), 8).Watermark(14).Record(("a", 9), 9),
            records => records.KeyBy(r => r.Key).Window(SlidingEventTimeWindows.Of(Ms(10), Ms(5))).AllowedLateness(Ms(5)).Count().Map(c => (c.Window, c.Count)));
        Assert.Equal(
            [(new TimeWindow(0, 10), 1), (new TimeWindow(0, 10), 2), (new TimeWindow(0, 10), 3), (new TimeWindow(5, 15), 3), (new TimeWindow(5, 15), 4)],
            output.Values().OrderBy(r => r.Window.Start).ThenBy(r => r.Count));
    }

    [Theory]
    [InlineData(0, 1, 0, "the size 00:00:00, which must be more than 0")]
    [InlineData(5, 0, 0, "the slide 00:00:00, which must be more than 0")]
    [InlineData(5, 6, 0, "pass allowGaps: true")]
    [InlineData(5, 5, 5, "shorter than")]
    public void Impossible_windows_are_refused_where_they_are_defined(int size, int slide, int offset, string problem)
    {
        var refused = Assert.Throws<InvalidJobException>(() => OperatorHarness.Check(
            new Script<int>(), numbers => numbers.KeyBy(n => n).Window(SlidingEventTimeWindows.Of(Ms(size), Ms(slide), Ms(offset))).Count()));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("WindowsTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_that_never_end_need_a_trigger()
    {
        var refused = Assert.Throws<InvalidJobException>(() => OperatorHarness.Check(
            new Script<int>(), numbers => numbers.KeyBy(n => n).Window(GlobalWindows.Create()).Count()));
        Assert.Contains("Trigger(...)", refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Emitted<(string Key, TimeWindow Window, long Count)>> Check(
        (string Key, long Time)[] records, Func<KeyedStream<string, (string Key, long Time)>, DataStream<(string Key, TimeWindow Window, long Count)>> define)
    {
        var script = new Script<(string Key, long Time)>();
        foreach (var record in records) script.Record(record, record.Time);
        return OperatorHarness.Check(
            script,
            input => define(input.KeyBy(r => r.Key)),
            new HarnessOptions<(string Key, TimeWindow Window, long Count)> { KeyOf = r => r.Key, OneOf = 40 });
    }

    private static IEnumerable<(string, TimeWindow, long)> Model((string Key, long Time)[] records, WindowAssigner<(string, long)> assigner) => Sorted(records
        .SelectMany(r =>
        {
            var windows = new List<TimeWindow>();
            assigner.Assign(r, r.Time, windows);
            return windows.Select(w => (r.Key, Window: w));
        })
        .GroupBy(r => r).Select(g => (g.Key.Key, g.Key.Window, (long)g.Count())));

    private static IEnumerable<(string, TimeWindow, long)> Sessions((string Key, long Time)[] records, long gap)
    {
        var sessions = new List<(string Key, TimeWindow Window, long Count)>();
        foreach (var (key, time) in records.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Time))
        {
            if (sessions.Count > 0 && sessions[^1] is var last && last.Key == key && time <= last.Window.End)
                sessions[^1] = (key, new TimeWindow(last.Window.Start, time + gap), last.Count + 1);
            else
                sessions.Add((key, new TimeWindow(time, time + gap), 1));
        }

        return Sorted(sessions);
    }

    private static IEnumerable<(string Key, TimeWindow Window, long Count)> Sorted(IEnumerable<(string Key, TimeWindow Window, long Count)> results) =>
        results.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.Window.Start).ThenBy(r => r.Count);

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed class Times : ProcessWindowFunction<string, (string Key, long Time), string>
    {
        public override void Process(WindowContext<string> context, IEnumerable<(string Key, long Time)> elements, ICollector<string> output) =>
            output.Collect($"{context.Window} {string.Join(' ', elements.Select(e => e.Time))}");
    }
}
