using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tasks;

/// <summary>All partitions of a task; batches that are not full are sent when the task has nothing to do, or after the flush interval.</summary>
internal sealed class TaskOutputs(IReadOnlyList<ResultPartition> partitions, TimeProvider time, TimeSpan flushInterval)
{
    private readonly ResultPartition[] _partitions = [.. partitions];
    private long _flushed = time.GetTimestamp();
    private long _watermark = long.MinValue;
    private long _sentWatermark = long.MinValue;

    /// <summary>The last status sent.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether every output has room.</summary>
    public bool HasRoom => Array.TrueForAll(_partitions, static p => p.HasRoom);

    /// <summary>Sends elements waiting for credit; returns true when every output has room.</summary>
    public bool Drain()
    {
        var room = true;
        foreach (var partition in _partitions) room &= partition.Drain();
        return room;
    }

    /// <summary>Whether everything sent is on its way to the consumers; if not, the task is woken when that may have changed.</summary>
    public bool IsClear
    {
        get
        {
            var clear = true;
            foreach (var partition in _partitions) clear &= partition.IsClear;
            return clear;
        }
    }

    /// <summary>Takes more records although some wait for credit, until the next batch is full.</summary>
    public void Overdraw()
    {
        foreach (var partition in _partitions) partition.Overdraw();
    }

    /// <summary>Ends what <see cref="Overdraw"/> has begun.</summary>
    public void EndOverdraw()
    {
        foreach (var partition in _partitions) partition.EndOverdraw();
    }

    /// <summary>Returns the records that wait for credit where a barrier may overtake them.</summary>
    public List<InFlightRecords> CollectWaiting()
    {
        var waiting = new List<InFlightRecords>();
        foreach (var partition in _partitions) partition.CollectWaiting(waiting);
        return waiting;
    }

    /// <summary>Sends a control element, where it may be before the records that wait for credit, and adds those that it overtakes.</summary>
    public void Overtake(StreamElement control, List<InFlightRecords> into)
    {
        SendWatermark();
        foreach (var partition in _partitions) partition.Overtake(control, into);
    }

    public void Flush()
    {
        foreach (var partition in _partitions) partition.Flush();
        SendWatermark();
        _flushed = time.GetTimestamp();
    }

    /// <summary>Flushes after the flush interval, even if the task always has work; returns true if it did: then there may be no room.</summary>
    public bool FlushWhenDue()
    {
        if (_partitions.Length == 0 || time.GetElapsedTime(_flushed) < flushInterval) return false;
        Flush();
        return true;
    }

    /// <summary>
    /// Sets the watermark, to be sent with the next flush, or before the next control element: sent at once it would cut the open batches
    /// short, to a few records each when outputs wait for credit. A change of status is sent at once: idle after the watermark, active
    /// before it, because the watermarks of an idle channel are ignored.
    /// </summary>
    public void Advance(long watermark, bool idle)
    {
        if (IsIdle && !idle) SetIdle(false);
        _watermark = watermark;
        if (idle && !IsIdle) SetIdle(true);
    }

    public void Broadcast(StreamElement control)
    {
        SendWatermark();
        foreach (var partition in _partitions) partition.Broadcast(control);
    }

    private void SetIdle(bool idle)
    {
        IsIdle = idle;
        Broadcast(new StreamStatusElement(idle));
    }

    private void SendWatermark()
    {
        if (_watermark == _sentWatermark) return;
        _sentWatermark = _watermark;
        var element = new WatermarkElement(_watermark);
        foreach (var partition in _partitions) partition.Broadcast(element);
    }
}
