using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Runtime.Timers;

/// <summary>The timers of one subtask of one operator, in memory. They are state: snapshotted and restored per key group.</summary>
internal sealed class HeapTimerService<TKey>(KeyContext<TKey> key, TimeProvider time) : ITimerService
{
    private readonly TimerQueue _event = new("_timers/event", key.MaxParallelism);
    private readonly TimerQueue _processing = new("_timers/processing", key.MaxParallelism);
    private byte[] _timer = new byte[64];

    public long CurrentWatermark { get; set; } = long.MinValue;

    public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NextProcessingTime => _processing.Next;

    /// <summary>How many processing-time timers were pending at the end of input.</summary>
    public int Dropped { get; private set; }

    public void RegisterEventTimeTimer(long timestamp) => _event.Register(key.KeyGroup, Current(timestamp));

    public void DeleteEventTimeTimer(long timestamp) => _event.Delete(key.KeyGroup, Current(timestamp));

    public void RegisterProcessingTimeTimer(long timestamp) => _processing.Register(key.KeyGroup, Current(timestamp));

    public void DeleteProcessingTimeTimer(long timestamp) => _processing.Delete(key.KeyGroup, Current(timestamp));

    /// <summary>Takes the earliest timer that is due and makes its key the current one; false where none is.</summary>
    public bool TryPopDue(TimeDomain domain, long upTo, out long timestamp)
    {
        var queue = domain == TimeDomain.EventTime ? _event : _processing;
        timestamp = queue.Next;
        if (queue.Count == 0 || timestamp > upTo) return false;
        key.SetFromBytes(queue.FirstKey);
        queue.RemoveFirst();
        return true;
    }

    public void DropProcessingTimeTimers()
    {
        Dropped += _processing.Count;
        _processing.Clear();
    }

    public void Snapshot(IStateSnapshotWriter writer)
    {
        _event.Snapshot(writer);
        _processing.Snapshot(writer);
    }

    /// <summary>Takes a block back; false where it is not one of timers.</summary>
    public bool TryRestore(string state, int keyGroup, ReadOnlySpan<byte> block)
    {
        if ((state == _event.State ? _event : state == _processing.State ? _processing : null) is not { } queue) return false;
        queue.Restore(keyGroup, block);
        return true;
    }

    private ReadOnlySpan<byte> Current(long timestamp)
    {
        var bytes = key.KeyBytes;
        var length = KeyGroupTimers.TimestampBytes + bytes.Length;
        if (length > _timer.Length) _timer = new byte[length * 2];
        KeyGroupTimers.Write(_timer, timestamp, bytes);
        return _timer.AsSpan(0, length);
    }
}
