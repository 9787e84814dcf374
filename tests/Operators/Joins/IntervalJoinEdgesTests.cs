using Millrace.Testing;

namespace Millrace.Operators.Tests.Joins;

public sealed class IntervalJoinEdgesTests
{
    /// <summary>A watermark means that nothing more comes at or before its time, for joins as for windows.</summary>
    [Fact]
    public void A_record_at_the_watermark_is_late_and_not_lost_without_a_word()
    {
        var (left, right) = (new OutputTag<long>("left"), new OutputTag<long>("right"));
        using var joined = StreamHarness.Of<long, long, string>((l, r) => Join(l, r, 0, 5).LeftLateDataTo(left).RightLateDataTo(right).Select((a, b) => $"{a} {b}"));
        joined.Push1(5, 5);
        joined.AdvanceWatermark(10);
        joined.Push2(10, 10);
        joined.Push1(10, 10);
        joined.Push1(11, 11);
        joined.Push2(11, 11);
        Assert.Equal(["11 11"], joined.Output);
        Assert.Equal([10L], joined.SideOutput(left));
        Assert.Equal([10L], joined.SideOutput(right));
        Assert.Equal(0, joined.LateRecords);
    }

    [Fact]
    public void A_bound_that_is_left_out_twice_is_left_out_once()
    {
        using var joined = StreamHarness.Of<long, long, string>((l, r) => Join(l, r, 0, 4)
            .LowerBoundExclusive().LowerBoundExclusive().UpperBoundExclusive().UpperBoundExclusive().Select((a, b) => $"{a} {b}"));
        joined.Push1(10, 10);
        for (var time = 9; time <= 15; time++) joined.Push2(time, time);
        Assert.Equal(["10 11", "10 12", "10 13"], joined.Output);
    }

    [Theory]
    [InlineData(long.MinValue + 1)]
    [InlineData(long.MaxValue - 2)]
    public void Records_at_the_ends_of_time_find_each_other_and_leave_nothing(long start)
    {
        using var joined = StreamHarness.Of<long, long, string>((l, r) =>
            Nullable(l).IntervalJoin(Nullable(r)).Between(TimeSpan.FromMilliseconds(-3), TimeSpan.FromMilliseconds(3)).Select((a, b) => $"{a} {b}", JoinKind.Full));
        joined.Push1(1, start);
        joined.Push2(2, start + 2);
        joined.Push2(3, start);
        Assert.Equal(["1 2", "1 3"], joined.Output);
        joined.EndInput();
        Assert.Equal(2, joined.Output.Count);
        Assert.Equal((0, 0), (joined.StateEntries, joined.PendingTimers));
    }

    private static KeyedStream<int, long?> Nullable(DataStream<long> numbers) => numbers.Map(n => (long?)n).KeyBy(_ => 1);

    private static BoundedIntervalJoin<int, long, long> Join(DataStream<long> left, DataStream<long> right, long lower, long upper) =>
        left.KeyBy(_ => 1).IntervalJoin(right.KeyBy(_ => 1)).Between(TimeSpan.FromMilliseconds(lower), TimeSpan.FromMilliseconds(upper));
}
