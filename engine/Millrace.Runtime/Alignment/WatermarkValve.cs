namespace Millrace.Runtime.Alignment;

/// <summary>
/// Brings the watermarks of several channels together: the lowest of those that are active and aligned, never going back. An idle
/// channel holds nothing back; one that was idle is left out until it has caught up. After Flink's StatusWatermarkValve.
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

    /// <summary>The newest watermark put out.</summary>
    public long Current { get; private set; } = long.MinValue;

    /// <summary>Whether all channels are idle.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>True when <see cref="Current"/> has advanced.</summary>
    public bool OnWatermark(int channel, long watermark)
    {
        if (_idle[channel] || watermark <= _watermarks[channel]) return false;
        _watermarks[channel] = watermark;
        if (!_aligned[channel] && watermark >= Current) _aligned[channel] = true;
        return Advance(LowestAligned());
    }

    /// <summary>True when <see cref="Current"/> has advanced; <see cref="IsIdle"/> may have changed.</summary>
    public bool OnStatus(int channel, bool idle)
    {
        if (_idle[channel] == idle) return false;
        _idle[channel] = idle;
        if (!idle)
        {
            _aligned[channel] = _watermarks[channel] >= Current;
            IsIdle = false;
            return false;
        }

        _aligned[channel] = false;
        if (!Array.TrueForAll(_idle, static i => i)) return Advance(LowestAligned());
        IsIdle = true;
        return Advance(_watermarks.Max());
    }

    private long LowestAligned()
    {
        var lowest = long.MaxValue;
        var any = false;
        for (var i = 0; i < _watermarks.Length; i++)
        {
            if (!_aligned[i]) continue;
            any = true;
            lowest = Math.Min(lowest, _watermarks[i]);
        }

        return any ? lowest : long.MinValue;
    }

    private bool Advance(long watermark)
    {
        if (watermark <= Current) return false;
        Current = watermark;
        return true;
    }
}
