using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>Records dropped as late are counted; those sent to a side output were not dropped.</summary>
public sealed class LateRecordsTests
{
    private static readonly OutputTag<long> s_late = new("late");

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    public void Of_windows_that_share_panes(bool toSideOutput, int expected) => Count(
        numbers => (toSideOutput ? Tumbling(numbers).LateDataTo(s_late) : Tumbling(numbers)).Count().Map(c => c.Count), expected);

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 0)]
    public void Of_windows_that_hold_their_records(bool toSideOutput, int expected) => Count(
        numbers => (toSideOutput ? Tumbling(numbers).LateDataTo(s_late) : Tumbling(numbers)).Process(new Lengths()), expected);

    [Fact]
    public void Of_joins()
    {
        using var interval = StreamHarness.Of((DataStream<long> left, DataStream<long> right) =>
            left.KeyBy(n => 1).IntervalJoin(right.KeyBy(n => 1)).Between(Ms(0), Ms(5)).Select((l, r) => l + r));
        interval.AdvanceWatermark(10);
        interval.Push1(9, 9);
        interval.Push2(9, 9);
        interval.Push2(10, 10);
        interval.Push2(11, 11);
        Assert.Equal(3, interval.LateRecords);
        using var temporal = StreamHarness.Of((DataStream<long> left, DataStream<long> right) =>
            left.KeyBy(n => 1).TemporalJoin(right.KeyBy(n => 1), (l, r) => l + r));
        temporal.AdvanceWatermark(10);
        temporal.Push1(9, 9);
        temporal.Push2(9, 9);
        Assert.Equal(1, temporal.LateRecords);
    }

    /// <summary>Its window would extend past the limits of time, so that no window can take it.</summary>
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 3)]
    [InlineData(long.MinValue + 1)]
    public void A_record_at_the_end_or_the_beginning_of_time_is_late(long time)
    {
        foreach (var windows in new WindowAssigner[] { TumblingEventTimeWindows.Of(Ms(10)), SlidingEventTimeWindows.Of(Ms(10), Ms(3)), EventTimeSessionWindows.WithGap(Ms(10)) })
        {
            foreach (var define in new Func<WindowedStream<int, long>, OperatorStream<long>>[] { static w => w.Aggregate(new Counts(), static (_, _, n) => n), static w => w.Process(new Lengths()) })
            {
                using var counted = StreamHarness.Of((DataStream<long> numbers) => define(numbers.KeyBy(static _ => 1).Window(windows)));
                using var kept = StreamHarness.Of((DataStream<long> numbers) => define(numbers.KeyBy(static _ => 1).Window(windows).LateDataTo(s_late)).SideOutput(s_late));
                foreach (var harness in new[] { counted, kept })
                {
                    harness.Push(7, time);
                    harness.EndInput();
                }

                // A session starts with its record, so that no part of it is before the minimum time.
                var isTaken = time < 0 && windows is EventTimeSessionWindows;
                Assert.Equal(isTaken ? (0, 1) : (1, 0), (counted.LateRecords, counted.Output.Count));
                Assert.Equal(isTaken ? [] : [7], kept.Output);
            }
        }
    }

    private static void Count(Func<DataStream<long>, DataStream<long>> define, int expected)
    {
        using var harness = StreamHarness.Of(define);
        harness.Push(5, 5);
        harness.AdvanceWatermark(20);
        foreach (var time in new long[] { 8, 19, 20 }) harness.Push(time, time);
        Assert.Equal(expected, harness.LateRecords);
    }

    private static WindowedStream<int, long> Tumbling(DataStream<long> numbers) => numbers.KeyBy(n => 1).Window(TumblingEventTimeWindows.Of(Ms(10)));

    private static TimeSpan Ms(long n) => TimeSpan.FromMilliseconds(n);

    private sealed class Lengths : ProcessWindowFunction<int, long, long>
    {
        public override void Process(WindowContext<int> context, IEnumerable<long> values, ICollector<long> output) => output.Collect(values.Count());
    }

    private sealed class Counts : AggregateFunction<long, long, long>
    {
        public override long CreateAccumulator() => 0;

        public override long Add(long accumulator, long value) => accumulator + 1;

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b) => a + b;
    }
}
