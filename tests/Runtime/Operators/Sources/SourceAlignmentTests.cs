using Millrace.Core.Watermarks;
using Millrace.Runtime.Operators.Sources;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Operators.Watermarks;

namespace Millrace.Runtime.Tests.Operators.Sources;

public sealed class SourceAlignmentTests
{
    private readonly SplitProgress[] _splits = [.. Enumerable.Range(0, 3).Select(i => new SplitProgress(new SourceSplit("s", i), new SplitState("s", i, null, false, Timestamps.None, Timestamps.None), i))];
    private readonly SourceWatermark _watermark = new(WatermarkOf);
    private readonly HashSet<int> _paused = [];

    public SourceAlignmentTests()
    {
        foreach (var split in _splits) _watermark.Add(split);
    }

    [Fact]
    public void Splits_that_are_ahead_are_left_out_until_the_others_are_near()
    {
        var alignment = Alignment(canPause: true);
        Move(alignment, 100, 50, 10);
        Assert.Equal(new AlignedWatermark("g", 9), alignment.Watermark);
        Assert.Equal([0, 1, 2], _paused.Order());
        alignment.Allow(new Dictionary<string, long> { ["g"] = 9, ["other"] = 0 });
        Move(alignment, 100, 50, 10);
        Assert.Equal([0, 1], _paused.Order());
        Assert.False(alignment.HoldsAll);
        alignment.Allow(new Dictionary<string, long> { ["g"] = 29 });
        Move(alignment, 100, 50, 40);
        Assert.Equal([0], _paused);
        alignment.Allow(new Dictionary<string, long> { ["g"] = long.MaxValue });
        Move(alignment, 100, 50, 40);
        Assert.Empty(_paused);
    }

    [Fact]
    public void A_reader_that_cannot_leave_out_a_split_is_held_when_all_are_ahead()
    {
        var alignment = Alignment(canPause: false);
        alignment.Allow(new Dictionary<string, long> { ["g"] = 9 });
        Move(alignment, 100, 50, 10);
        Assert.False(alignment.HoldsAll);
        Move(alignment, 100, 50, 31);
        Assert.True(alignment.HoldsAll);
        Assert.Empty(_paused);
        alignment.Allow(new Dictionary<string, long> { ["g"] = 10 });
        alignment.Update(_watermark);
        Assert.False(alignment.HoldsAll);
    }

    [Fact]
    public void Idle_and_finished_splits_hold_nobody_back_and_are_not_held()
    {
        var alignment = Alignment(canPause: true);
        alignment.Allow(new Dictionary<string, long> { ["g"] = 9 });
        _splits[2].IsIdle = true;
        Move(alignment, 20, 25, 90);
        Assert.Equal(19, alignment.Watermark.Watermark);
        Assert.Empty(_paused);
        foreach (var split in _splits) _watermark.Finish(split);
        _watermark.Update();
        alignment.Update(_watermark);
        Assert.Equal(long.MaxValue, alignment.Watermark.Watermark);
    }

    /// <summary>Within 20 of the group's lowest.</summary>
    private static long WatermarkOf(SplitProgress split) => split.MaxTimestamp == Timestamps.None ? long.MinValue : split.MaxTimestamp - 1;

    private SourceAlignment Alignment(bool canPause) => new(new WatermarkAlignment("g", 20), WatermarkOf, (split, isPaused) =>
    {
        if (!canPause) return false;
        Assert.True(isPaused ? _paused.Add(split.Ordinal) : _paused.Remove(split.Ordinal));
        return true;
    });

    private void Move(SourceAlignment alignment, params long[] times)
    {
        foreach (var (split, time) in _splits.Zip(times)) split.MaxTimestamp = time;
        _watermark.Update();
        alignment.Update(_watermark);
    }
}
