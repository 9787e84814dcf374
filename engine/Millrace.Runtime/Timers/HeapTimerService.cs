using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Runtime.Timers;

/// <summary>The timers of one subtask of one operator, in memory. They are state: snapshotted and restored per key group.</summary>
internal sealed class HeapTimerService<TKey>(KeyContext<TKey> key, TimeProvider time) : ITimerService
{
    private readonly TimerQueue _event = new("_timers/event");
    private readonly TimerQueue _processing = new("_timers/processing");

    public long CurrentWatermark { get; set; } = long.MinValue;

    public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NextProcessingTime => _processing.Next;

    /// <summary>How many processing-time timers were pending at the end of input.</summary>
    public int Dropped { get; private set; }

    public void RegisterEventTimeTimer(long timestamp) => _event.Register(Current(timestamp));

    public void DeleteEventTimeTimer(long timestamp) => _event.Delete(Current(timestamp));

    public void RegisterProcessingTimeTimer(long timestamp) => _processing.Register(Current(timestamp));

    public void DeleteProcessingTimeTimer(long timestamp) => _processing.Delete(Current(timestamp));

    /// <summary>Takes the earliest timer that is due and makes its key the current one; false where none is.</summary>
    public bool TryPopDue(TimeDomain domain, long upTo, out long timestamp)
    {
        var due = (domain == TimeDomain.EventTime ? _event : _processing).TryPop(upTo, out var timer);
        timestamp = timer.Timestamp;
        if (due) key.SetFromBytes(timer.Key);
        return due;
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

    private TimerKey Current(long timestamp) => new(timestamp, key.KeyGroup, key.KeyBytes.ToArray());
}
