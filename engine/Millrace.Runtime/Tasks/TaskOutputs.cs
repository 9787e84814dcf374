using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tasks;

/// <summary>All partitions of a task; batches that are not full leave when the task has nothing to do, or after the flush interval.</summary>
internal sealed class TaskOutputs(IReadOnlyList<ResultPartition> partitions, TimeProvider time, TimeSpan flushInterval)
{
    private long _flushed = time.GetTimestamp();

    /// <summary>Sends what waits for credit; true when every output has room.</summary>
    public bool Drain()
    {
        var room = true;
        foreach (var partition in partitions) room &= partition.Drain();
        return room;
    }

    public void Flush()
    {
        foreach (var partition in partitions) partition.Flush();
        _flushed = time.GetTimestamp();
    }

    public void FlushWhenDue()
    {
        if (partitions.Count > 0 && time.GetElapsedTime(_flushed) >= flushInterval) Flush();
    }

    public void Broadcast(StreamElement control)
    {
        foreach (var partition in partitions) partition.Broadcast(control);
    }
}
