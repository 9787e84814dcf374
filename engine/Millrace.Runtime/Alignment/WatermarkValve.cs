namespace Millrace.Runtime.Alignment;

/// <summary>
/// Combines the watermarks of several channels: the lowest of those that are active and aligned, never going back. An idle
/// channel holds nothing back; one that was idle is left out until it has caught up. Like Flink's StatusWatermarkValve, with one
/// difference: a channel at the maximum watermark has ended and is left out too, or the others' records after idleness would be late.
/// </summary>
internal sealed class WatermarkValve
{
    private readonly long[] _watermarks;
    private readonly bool[] _idle;
    private readonly bool[] _aligned;

    public WatermarkValve(int channels)
    {
        _watermarks = new long[channels];
        _idle = new bool[channels];
        _aligned = new bool[channels];
        Array.Fill(_watermarks, long.MinValue);
        Array.Fill(_aligned, true);
    }

    /// <summary>The newest watermark emitted.</summary>
    public long Current { get; private set; } = long.MinValue;

    /// <summary>Whether all channels that have not ended are idle.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Returns true when <see cref="Current"/> has advanced; when a channel ends, <see cref="IsIdle"/> may have changed.</summary>
    public bool OnWatermark(int channel, long watermark)
    {
        if (_idle[channel] || watermark <= _watermarks[channel]) return false;
        _watermarks[channel] = watermark;
        if (!_aligned[channel] && watermark >= Current) _aligned[channel] = true;
        return Update();
    }

    /// <summary>Returns true when <see cref="Current"/> has advanced; <see cref="IsIdle"/> may have changed.</summary>
    public bool OnStatus(int channel, bool idle)
    {
        if (_idle[channel] == idle) return false;
        _idle[channel] = idle;
        _aligned[channel] = !idle && _watermarks[channel] >= Current;
        return Update();
    }

    private bool Update()
    {
        var (lowest, highest) = (Timestamps.MaxWatermark, long.MinValue);
        var (aligned, active, idle) = (false, false, false);
        for (var i = 0; i < _watermarks.Length; i++)
        {
            if (_watermarks[i] == Timestamps.MaxWatermark) continue;
            highest = Math.Max(highest, _watermarks[i]);
            active |= !_idle[i];
            idle |= _idle[i];
            if (!_aligned[i]) continue;
            aligned = true;
            lowest = Math.Min(lowest, _watermarks[i]);
        }

        IsIdle = idle && !active;
        if (IsIdle) return Advance(highest);
        return (aligned || !active) && Advance(lowest);
    }

    private bool Advance(long watermark)
    {
        if (watermark <= Current) return false;
        Current = watermark;
        return true;
    }
}
