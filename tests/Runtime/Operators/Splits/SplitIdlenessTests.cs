using Microsoft.Extensions.Time.Testing;
using Millrace.Runtime.Operators.Splits;

namespace Millrace.Runtime.Tests.Operators.Splits;

/// <summary>Section 8 of <c>../shared/cases/README.md</c>, for the splits of a source.</summary>
public sealed class SplitIdlenessTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private readonly FakeTimeProvider _time = new();
    private readonly SplitProgress[] _splits = [Split(0), Split(1)];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_timeout_is_above_zero(int milliseconds) => Assert.Throws<InvalidJobException>(
        () => WatermarkStrategy.Ascending<int>().WithIdleness(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void A_strategy_keeps_its_parts()
    {
        var strategy = WatermarkStrategy.BoundedOutOfOrderness<int>(TimeSpan.FromMilliseconds(7)).WithIdleness(Timeout).WithTimestamps(n => (long)n);
        Assert.Equal((Timeout, 7), (strategy.Idleness, strategy.MaxOutOfOrderness));
        Assert.Equal(3, strategy.WithIdleness(Timeout * 2).TimestampOf!(3));
    }

    [Fact]
    public void A_split_is_active_at_first_idle_a_millisecond_after_the_timeout_and_active_again_with_a_record()
    {
        var idleness = new SplitIdleness(Timeout, bounded: false, _time);
        Read(idleness, 0);
        Assert.Equal(Timeout + TimeSpan.FromMilliseconds(1), idleness.UntilNext);
        Read(idleness, 100);
        Assert.All(_splits, s => Assert.False(s.IsIdle));
        _splits[0].MoveTo(new SplitPosition(1));
        Read(idleness, 1);
        Assert.Equal([false, true], _splits.Select(s => s.IsIdle));
        Assert.Equal(Timeout + TimeSpan.FromMilliseconds(1), idleness.UntilNext);
        _splits[1].MoveTo(new SplitPosition(1));
        Read(idleness, 101);
        Assert.Equal([true, false], _splits.Select(s => s.IsIdle));
        Read(idleness, 101);
        Assert.Null(idleness.UntilNext);
    }

    [Fact]
    public void Time_in_which_the_source_could_not_be_read_does_not_count()
    {
        var idleness = new SplitIdleness(Timeout, bounded: false, _time);
        Read(idleness, 0);
        Read(idleness, 60);
        idleness.Pause();
        Read(idleness, 1000);
        Assert.False(_splits[0].IsIdle);
        Read(idleness, 40);
        Assert.False(_splits[0].IsIdle);
        Read(idleness, 1);
        Assert.True(_splits[0].IsIdle);
    }

    [Fact]
    public void In_a_bounded_source_splits_wait_for_each_other_and_not_for_records()
    {
        var idleness = new SplitIdleness(Timeout, bounded: true, _time);
        for (var i = 0; i < 5; i++) Read(idleness, 60, ReadResult.MoreAvailable);
        Assert.False(_splits[1].IsIdle);
        Read(idleness, 60);
        Read(idleness, 101);
        Assert.True(_splits[1].IsIdle);
    }

    private static SplitProgress Split(int ordinal) =>
        new(new SourceSplit("group", ordinal), new SplitState("group", ordinal, null, false, Timestamps.None, Timestamps.None), ordinal);

    private void Read(SplitIdleness idleness, int after, ReadResult result = ReadResult.NothingAvailable)
    {
        _time.Advance(TimeSpan.FromMilliseconds(after));
        idleness.OnRead(result, _splits);
    }
}
