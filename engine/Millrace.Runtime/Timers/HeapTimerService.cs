using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;

namespace Millrace.Runtime.Timers;

/// <summary>
/// The timers of one subtask of one operator, in memory, and its watermark. They are state: timers are snapshotted and restored per key
/// group, and the watermark as each key group had reached it.
/// </summary>
internal sealed class HeapTimerService<TKey> : ITimerService, ISnapshottedState
{
    private readonly KeyContext<TKey> _key;
    private readonly TimeProvider _time;
    private readonly Intervals _intervals;
    private readonly KeyedTables[] _tables;
    private readonly TimerQueue _event;
    private readonly TimerQueue _processing;
    private readonly EventTimeProgress _progress;
    private byte[] _timer = new byte[64];

    /// <param name="key">The current key.</param>
    /// <param name="time">The clock.</param>
    /// <param name="keyGroups">The key groups of the subtask, ascending.</param>
    /// <param name="longestChain">The maximum number of increments of a key group.</param>
    public HeapTimerService(KeyContext<TKey> key, TimeProvider time, IReadOnlyList<int> keyGroups, int longestChain = KeyedStateContext.DefaultLongestChain)
    {
        (_key, _time, _intervals, _progress) = (key, time, new Intervals(longestChain), new EventTimeProgress(keyGroups));
        _tables = [new KeyedTables("_timers/event", key.MaxParallelism, _intervals), new KeyedTables("_timers/processing", key.MaxParallelism, _intervals)];
        (_event, _processing) = (new TimerQueue(_tables[0]), new TimerQueue(_tables[1]));
    }

    /// <summary>The watermark that the keys of all key groups have reached.</summary>
    public long Watermark => _progress.Watermark;

    /// <summary>The watermark that the current key has reached; that of all keys where there is no current one.</summary>
    public long CurrentWatermark => _progress.IsUneven && _key.HasKey ? _progress.WatermarkOf(_key.KeyGroup) : _progress.Watermark;

    /// <summary>
    /// The last watermark whose timers have all fired. A timer registered for a time before it fires with the next watermark, even if there
    /// is a restore in between.
    /// </summary>
    public long FiredUpTo => _progress.FiredUpTo;

    /// <summary>The last watermark up to which the timers of the current key, of which there must be one, have all fired.</summary>
    public long CurrentFiredUpTo => _progress.IsUneven ? _progress.FiredUpToOf(_key.KeyGroup) : _progress.FiredUpTo;

    public long CurrentProcessingTime => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NextProcessingTime => _processing.Next;

    /// <summary>The number of processing-time timers that were pending at the end of input.</summary>
    public int Dropped { get; private set; }

    /// <summary>The number of pending timers.</summary>
    public long Count => (long)_event.Count + _processing.Count;

    public void RegisterEventTimeTimer(long timestamp) => Register(TimeDomain.EventTime, timestamp);

    public void DeleteEventTimeTimer(long timestamp) => Delete(TimeDomain.EventTime, timestamp);

    public void RegisterProcessingTimeTimer(long timestamp) => Register(TimeDomain.ProcessingTime, timestamp);

    public void DeleteProcessingTimeTimer(long timestamp) => Delete(TimeDomain.ProcessingTime, timestamp);

    /// <summary>Registers a timer of the current key; returns false if it already exists.</summary>
    public bool Register(TimeDomain domain, long timestamp) => Queue(domain).Register(_key.KeyGroup, Current(timestamp));

    /// <summary>Deletes a timer of the current key; returns false if there is none.</summary>
    public bool Delete(TimeDomain domain, long timestamp) => Queue(domain).Delete(_key.KeyGroup, Current(timestamp));

    /// <summary>Whether the earliest timer of a time domain is due.</summary>
    public bool IsDue(TimeDomain domain, long upTo) => Queue(domain) is { Count: > 0 } queue && queue.Next <= upTo;

    /// <summary>Takes the earliest timer of a time domain, of which there must be one, and makes its key the current one.</summary>
    /// <returns>The time for which it was registered.</returns>
    public long Take(TimeDomain domain)
    {
        var queue = Queue(domain);
        var timestamp = queue.Next;
        _key.SetFromBytes(queue.FirstKey);
        queue.RemoveFirst();
        return timestamp;
    }

    /// <summary>Returns the times of the current key's timers, ascending.</summary>
    public IReadOnlyList<long> Pending(TimeDomain domain) => Queue(domain).TimesOf(_key.KeyGroup, _key.KeyBytes);

    public void DropProcessingTimeTimers()
    {
        Dropped += _processing.Count;
        _processing.Clear();
    }

    /// <inheritdoc cref="EventTimeProgress.Advance"/>
    public void Advance(long watermark) => _progress.Advance(watermark);

    /// <inheritdoc cref="EventTimeProgress.Fired"/>
    public void Fired() => _progress.Fired();

    /// <summary>Writes the watermark, which is small and always written in full.</summary>
    public void Snapshot(IStateSnapshotWriter writer) => _progress.Snapshot(writer);

    /// <summary>Restores the watermark.</summary>
    /// <param name="withoutKey">The operator's state that has no key, of all old subtasks.</param>
    public void Restore(IReadOnlyList<RestoredBlock> withoutKey) =>
        _progress.Restore(withoutKey.Where(static b => b.State == EventTimeProgress.State).Select(static b => b.Block));

    public IStateSnapshot BeginSnapshot(SnapshotRequest request) => _intervals.Begin(request, _tables);

    public void Complete(long checkpoint) => _intervals.Complete(checkpoint);

    public void Abort(long checkpoint) => _intervals.Abort(checkpoint);

    public void Restored(long checkpoint) => _intervals.Restored(checkpoint);

    public void Restore(RestoredBlock block)
    {
        if (block.State == _event.State) _event.Restore(block);
        else if (block.State == _processing.State) _processing.Restore(block);
    }

    private TimerQueue Queue(TimeDomain domain) => domain == TimeDomain.EventTime ? _event : _processing;

    private ReadOnlySpan<byte> Current(long timestamp)
    {
        var bytes = _key.KeyBytes;
        var length = KeyGroupTimers.TimestampBytes + bytes.Length;
        if (length > _timer.Length) _timer = new byte[length * 2];
        KeyGroupTimers.Write(_timer, timestamp, bytes);
        return _timer.AsSpan(0, length);
    }
}
