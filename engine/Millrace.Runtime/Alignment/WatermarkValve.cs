namespace Millrace.Runtime.Alignment;

/// <summary>
/// Combines the watermarks of several channels: the lowest of those that are active and aligned, never going back. An idle
/// channel holds nothing back; one that was idle is left out until it has caught up. Like Flink's StatusWatermarkValve, with one
/// difference: a channel at the maximum watermark has ended and is left out too, or the others' records after idleness would be late.
/// </summary>
internal sealed class WatermarkValve
{
    private readonly List<Channel> _channels = [];

    /// <summary>The newest watermark emitted.</summary>
    public long Current { get; private set; } = long.MinValue;

    /// <summary>Whether all channels that have not ended are idle.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Adds a channel, which holds back the watermark until it sends one.</summary>
    public void Join() => _channels.Add(new Channel());

    /// <summary>Removes a channel, which is not the end of its input.</summary>
    /// <returns>Whether <see cref="Current"/> has advanced; <see cref="IsIdle"/> may have changed.</returns>
    public bool Leave(int channel)
    {
        _channels[channel].HasLeft = true;
        return !_channels.TrueForAll(static c => c.HasLeft) && Update();
    }

    /// <summary>Returns true when <see cref="Current"/> has advanced; when a channel ends, <see cref="IsIdle"/> may have changed.</summary>
    public bool OnWatermark(int channel, long watermark)
    {
        var at = _channels[channel];
        if (at.IsIdle || watermark <= at.Watermark) return false;
        at.Watermark = watermark;
        if (watermark >= Current) at.IsAligned = true;
        return Update();
    }

    /// <summary>Returns true when <see cref="Current"/> has advanced; <see cref="IsIdle"/> may have changed.</summary>
    public bool OnStatus(int channel, bool idle)
    {
        var at = _channels[channel];
        if (at.IsIdle == idle) return false;
        at.IsIdle = idle;
        at.IsAligned = !idle && at.Watermark >= Current;
        return Update();
    }

    private bool Update()
    {
        var (lowest, highest) = (Timestamps.MaxWatermark, long.MinValue);
        var (aligned, active, idle) = (false, false, false);
        foreach (var channel in _channels)
        {
            if (channel.HasLeft || channel.Watermark == Timestamps.MaxWatermark) continue;
            highest = Math.Max(highest, channel.Watermark);
            active |= !channel.IsIdle;
            idle |= channel.IsIdle;
            if (!channel.IsAligned) continue;
            aligned = true;
            lowest = Math.Min(lowest, channel.Watermark);
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

    private sealed class Channel
    {
        public long Watermark { get; set; } = long.MinValue;

        public bool IsIdle { get; set; }

        /// <summary>Whether it is taken into account: not while it is idle, nor afterwards until it has caught up.</summary>
        public bool IsAligned { get; set; } = true;

        public bool HasLeft { get; set; }
    }
}
