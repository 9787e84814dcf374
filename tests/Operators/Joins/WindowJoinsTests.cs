using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Joins;

/// <summary>Lateness, late output and triggers of window joins.</summary>
public sealed class WindowJoinsTests
{
    private static readonly OutputTag<string> s_leftLate = new("left late");
    private static readonly OutputTag<string> s_rightLate = new("right late");

    [Fact]
    public void A_late_record_gives_the_results_of_its_window_again_within_the_lateness_and_goes_to_its_side_output_after_it()
    {
        var script = new Script<string>().Record("a1", 1, 0).Record("a2", 2, 1).Watermark(9)
            .Record("a3", 3, 1).Watermark(11)
            .Record("a4", 4, 0).Watermark(14)
            .Record("a5", 5, 0).Record("a6", 6, 1).Record("a15", 15, 0).Watermark(50).Record("b7", 7, 0);
        var output = OperatorHarness.CheckAll<string, string>(
            script,
            inputs =>
            {
                var joined = Windows(inputs[0], inputs[1]).AllowedLateness(Ms(5)).LeftLateDataTo(s_leftLate).RightLateDataTo(s_rightLate)
                    .Select((left, right) => $"{left} {right ?? "-"}", JoinKind.Left);
                return joined.Union(joined.SideOutput(s_leftLate).Map(r => $"left {r}"), joined.SideOutput(s_rightLate).Map(r => $"right {r}"));
            },
            new HarnessOptions<string> { Ordered = false });
        Assert.Equal(
            ["a1 a2", "a1 a2", "a1 a2", "a1 a3", "a1 a3", "a15 -", "a4 a2", "a4 a3", "left a5", "left b7", "right a6"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_side_without_an_output_for_late_records_drops_and_counts_them()
    {
        using var joined = StreamHarness.Of<string, string, string>((l, r) => Windows(l, r).RightLateDataTo(s_rightLate).Select((a, b) => $"{a} {b}"));
        joined.AdvanceWatermark(20);
        joined.Push1("a1", 1);
        joined.Push2("a2", 2);
        joined.Push1("a3", 19);
        Assert.Equal(["a2"], joined.SideOutput(s_rightLate));
        Assert.Equal(2, joined.LateRecords);
    }

    [Fact]
    public void A_trigger_says_when_all_that_a_window_has_by_then_is_joined()
    {
        var script = new Script<string>().Record("a1", 1, 0).Watermark(0).Record("a2", 2, 1).Watermark(1).Record("a3", 3, 1).Watermark(2).Record("a4", 4, 0).Watermark(3);
        Assert.Equal(["a1 a2", "a1 a2", "a1 a3", "a4 a2", "a4 a3"], Triggered(script, new CountTrigger(2)));
        Assert.Equal(["a1 a2", "a4 a3"], Triggered(script, new CountTrigger(2).Purging()));
    }

    [Fact]
    public void A_group_of_both_sides_has_lateness_and_triggers_too()
    {
        using var joined = StreamHarness.Of<string, string, string>((l, r) => Windows(l, r).Trigger(new EventTimeTrigger()).AllowedLateness(Ms(10))
            .CoGroup<string>((key, window, left, right) => [$"{key} {window.Start} {left.Count} {right.Count}"]));
        joined.Push1("a1", 1);
        joined.AdvanceWatermark(12);
        joined.Push2("a2", 2);
        joined.Push2("b2", 2);
        Assert.Equal(["a 0 1 0", "a 0 1 1", "b 0 0 1"], joined.Output);
        joined.EndInput();
        Assert.Equal((0, 0), (joined.StateEntries, joined.PendingTimers));
    }

    [Fact]
    public void Values_that_can_be_null_are_told_from_a_side_that_is_missing()
    {
        using var joined = StreamHarness.Of<long, long, string>((l, r) => l.Map(n => (long?)n).KeyBy(n => n!.Value / 10)
            .WindowJoin(r.Map(n => (long?)n).KeyBy(n => n!.Value / 10)).Window(TumblingEventTimeWindows.Of(Ms(10)))
            .Select((a, b) => $"{a?.ToString() ?? "-"} {b?.ToString() ?? "-"}", JoinKind.Full));
        joined.Push1(0, 1);
        joined.Push2(10, 1);
        joined.Push1(20, 1);
        joined.Push2(21, 1);
        joined.EndInput();
        Assert.Equal(["- 10", "0 -", "20 21"], joined.Output.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Triggered<TState>(Script<string> script, Trigger<TState> trigger) => OperatorHarness.CheckAll<string, string>(
        script, inputs => Windows(inputs[0], inputs[1]).Trigger(trigger).Select((a, b) => $"{a} {b}"), new HarnessOptions<string> { Ordered = false })
        .Values().Order(StringComparer.Ordinal);

    private static WindowedJoin<string, string, string> Windows(DataStream<string> left, DataStream<string> right) =>
        left.KeyBy(static r => r[..1]).WindowJoin(right.KeyBy(static r => r[..1])).Window(TumblingEventTimeWindows.Of(Ms(10)));

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
