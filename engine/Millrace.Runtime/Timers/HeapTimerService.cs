using System.Buffers.Binary;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Timers;

/// <summary>
/// The timers of one subtask of one operator, in memory, and its watermark. They are state: timers are snapshotted and restored per key
/// group; the watermark as the lowest of the old subtasks.
/// </summary>
internal sealed class HeapTimerService<TKey>(KeyContext<TKey> key, TimeProvider time) : ITimerService
{
    public const string WatermarkState = "_timers/watermark";

    private readonly TimerQueue _event = new("_timers/event", key.MaxParallelism);
    private readonly TimerQueue _processing = new("_timers/processing", key.MaxParallelism);
    private byte[] _timer = new byte[64];
    private bool _hasRestored;

    public long CurrentWatermark { get; set; } = long.MinValue;

    /// <summary>
    /// The last watermark whose timers have all fired. A timer that is registered for a time before it fires with the next watermark, also
    /// where a restore comes in between.
    /// </summary>
    public long FiredUpTo { get; set; } = long.MinValue;

    public long CurrentProcessingTime => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NextProcessingTime => _processing.Next;

    /// <summary>How many processing-time timers were pending at the end of input.</summary>
    public int Dropped { get; private set; }

    public void RegisterEventTimeTimer(long timestamp) => _event.Register(key.KeyGroup, Current(timestamp));

    public void DeleteEventTimeTimer(long timestamp) => _event.Delete(key.KeyGroup, Current(timestamp));

    public void RegisterProcessingTimeTimer(long timestamp) => _processing.Register(key.KeyGroup, Current(timestamp));

    public void DeleteProcessingTimeTimer(long timestamp) => _processing.Delete(key.KeyGroup, Current(timestamp));

    /// <summary>Whether the earliest timer of a clock is due.</summary>
    public bool IsDue(TimeDomain domain, long upTo) => Queue(domain) is { Count: > 0 } queue && queue.Next <= upTo;

    /// <summary>Takes the earliest timer of a clock, of which there must be one, and makes its key the current one.</summary>
    /// <returns>The time for which it was registered.</returns>
    public long Take(TimeDomain domain)
    {
        var queue = Queue(domain);
        var timestamp = queue.Next;
        key.SetFromBytes(queue.FirstKey);
        queue.RemoveFirst();
        return timestamp;
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
        var watermarks = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(watermarks, CurrentWatermark);
        BinaryPrimitives.WriteInt64LittleEndian(watermarks.AsSpan(sizeof(long)), FiredUpTo);
        writer.Write(WatermarkState, -1, watermarks);
    }

    /// <summary>Takes a block back; false where it is not one of timers.</summary>
    public bool TryRestore(string state, int keyGroup, ReadOnlySpan<byte> block)
    {
        if (state == WatermarkState)
        {
            RestoreWatermarks(BinaryPrimitives.ReadInt64LittleEndian(block), BinaryPrimitives.ReadInt64LittleEndian(block[sizeof(long)..]));
            return true;
        }

        if ((state == _event.State ? _event : state == _processing.State ? _processing : null) is not { } queue) return false;
        queue.Restore(keyGroup, block);
        return true;
    }

    private TimerQueue Queue(TimeDomain domain) => domain == TimeDomain.EventTime ? _event : _processing;

    // Of the old subtasks' watermarks the lowest: every one of them had come so far.
    private void RestoreWatermarks(long current, long firedUpTo)
    {
        CurrentWatermark = _hasRestored ? Math.Min(CurrentWatermark, current) : current;
        FiredUpTo = _hasRestored ? Math.Min(FiredUpTo, firedUpTo) : firedUpTo;
        _hasRestored = true;
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
