using Millrace.Testing;

namespace Millrace.Operators.Tests;

/// <summary>Definitions that make no sense are refused when the job is defined, with the reason and the place.</summary>
public sealed class RefusedDefinitionsTests
{
    private static readonly Dictionary<string, Action<KeyedStream<int, long>>> s_definitions = new()
    {
        ["Tumbling windows have the size 00:00:00, which must be more than 0"] = s => s.Window(TumblingEventTimeWindows.Of(TimeSpan.Zero)),
        ["Tumbling windows have the size -00:00:01"] = s => s.Window(TumblingProcessingTimeWindows.Of(TimeSpan.FromSeconds(-1))),
        ["Tumbling windows have the size 00:00:00.0000001, which is not a whole number of milliseconds"] = s => s.Window(TumblingEventTimeWindows.Of(TimeSpan.FromTicks(1))),
        ["Tumbling windows have the offset 00:00:01, which must be shorter"] = s => s.Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))),
        ["Sliding windows of 00:00:01 that start every 00:00:02"] = s => s.Window(SlidingProcessingTimeWindows.Of(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))),
        ["Session windows have the gap 00:00:00"] = s => s.Window(EventTimeSessionWindows.WithGap(TimeSpan.Zero)),
        ["Session windows have the gap -00:00:01"] = s => s.Window(ProcessingTimeSessionWindows.WithGap(TimeSpan.FromSeconds(-1))),
        ["The allowed lateness of the windows"] = s => Days(s).AllowedLateness(TimeSpan.FromSeconds(-1)),
        ["in which no record is late"] = s => s.Window(TumblingProcessingTimeWindows.Of(TimeSpan.FromDays(1))).AllowedLateness(TimeSpan.FromSeconds(1)),
        ["a count trigger of 0 would never fire"] = s => Days(s).Trigger(new CountTrigger(0)),
        ["Continuous triggers have the interval 00:00:00"] = s => Days(s).Trigger(new ContinuousEventTimeTrigger(TimeSpan.Zero)),
        ["Continuous triggers have the interval -00:00:01"] = s => Days(s).Trigger(new ContinuousProcessingTimeTrigger(TimeSpan.FromSeconds(-1))),
        ["never end, so they would produce no results"] = s => s.Window(GlobalWindows.Create()).Count(),
        ["merge, which Never does not support"] = s => s.Window(EventTimeSessionWindows.WithGap(TimeSpan.FromSeconds(1))).Trigger(new Never()),
        ["end before the input does, and would be dropped without a result by EndOfStreamTrigger"] = s => Days(s).Trigger(new EndOfStreamTrigger()),
        ["would be dropped without a result by EndOfStreamTrigger: use GlobalWindows"] = s => s.Window(EventTimeSessionWindows.WithGap(TimeSpan.FromSeconds(1))).Trigger(new EndOfStreamTrigger().Purging()),
        ["be dropped without a result by EndOfStreamTrigger"] = s => s.WindowJoin(s).Window(TumblingProcessingTimeWindows.Of(TimeSpan.FromDays(1))).Trigger(new EndOfStreamTrigger()),
        ["lower bound 00:00:02 above the upper bound 00:00:01"] = s => s.IntervalJoin(s).Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)),
        ["has no times within its bounds"] = s => s.IntervalJoin(s).Between(TimeSpan.Zero, TimeSpan.Zero).LowerBoundExclusive(),
        ["which are not whole milliseconds"] = s => s.IntervalJoin(s).Between(TimeSpan.Zero, TimeSpan.FromTicks(1)),
        ["Session windows have the gap 00:00:00.0"] = s => s.WindowJoin(s).Window(EventTimeSessionWindows.WithGap(TimeSpan.FromTicks(5))),
        ["merge, which Never does not support: override CanMerge"] = s => s.WindowJoin(s).Window(EventTimeSessionWindows.WithGap(TimeSpan.FromSeconds(1))).Trigger(new Never()),
        ["The interval join at"] = s => s.IntervalJoin(s).Between(TimeSpan.Zero, TimeSpan.Zero).Select((l, r) => l + r, JoinKind.Right),
        ["The window join at"] = s => s.WindowJoin(s).Window(TumblingEventTimeWindows.Of(TimeSpan.FromDays(1))).Select((l, r) => l + r, JoinKind.Full),
        ["The temporal join at"] = s => s.TemporalJoin(s, (l, r) => l + r, JoinKind.Left),
        ["is Left, and the records of its right side are of the value type Int64, whose default could not be distinguished"] = s => s.TemporalJoin(s.KeepLast(), (l, r) => l + r, JoinKind.Left),
        ["The join at"] = s => s.KeepLast().Join(s.KeepLast(), l => l, r => r, (l, r) => l + r, Ttl.Never, JoinKind.Left),
        ["The lookup join at"] = s => s.LookupJoin(s.KeepLast(), l => (int)l, (l, r) => l + r, JoinKind.Left),
        ["versions alone give no results"] = s => s.TemporalJoin(s, (l, r) => l + r, JoinKind.Full),
        ["neither a time bound nor a time-to-live"] = s => s.Join(s, (l, r) => l + r, null!),
        ["a time-to-live of 00:00:00 is not valid"] = s => s.Join(s, (l, r) => l + r, Ttl.After(TimeSpan.Zero)),
        ["The top 0"] = s => s.TopN(0, (a, b) => a.CompareTo(b)),
        ["have a delay of -00:00:01"] = _ => WatermarkStrategy.BoundedOutOfOrderness<long>(TimeSpan.FromSeconds(-1)),
        ["is 00:00:00; it must be more than 0"] = _ => WatermarkStrategy.Ascending<long>().WithIdleness(TimeSpan.Zero),
        ["has the drift -00:00:01"] = _ => WatermarkStrategy.Ascending<long>().WithAlignment("all", TimeSpan.FromSeconds(-1)),
        ["has no name; give it one"] = _ => WatermarkStrategy.Ascending<long>().WithAlignment(" ", TimeSpan.Zero),
    };

    public static TheoryData<string> Problems => [.. s_definitions.Keys];

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_is_wrong_is_said_with_the_call_site(string problem)
    {
        var refused = Assert.Throws<InvalidJobException>(() => StreamHarness.Of((DataStream<long> numbers) =>
        {
            s_definitions[problem](numbers.KeyBy(n => (int)n));
            return numbers;
        }));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("RefusedDefinitionsTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    private static WindowedStream<int, long> Days(KeyedStream<int, long> stream) => stream.Window(TumblingEventTimeWindows.Of(TimeSpan.FromDays(1)));

    private sealed class Never : Trigger<NoTriggerState>
    {
        public override TriggerResult OnElement(long timestamp, ref NoTriggerState state, TriggerContext context) => TriggerResult.Continue;
    }
}
