namespace Millrace.Core.Metrics;

/// <summary>A job manager's counters for a job. Written by its mailbox, read by any thread.</summary>
public sealed class JobMetrics(string jobId, string jobName)
{
    private long _restarts;
    private long _completed;
    private long _aborted;
    private long _droppedTimers;

    public string JobId => jobId;

    public string JobName => jobName;

    public long Restarts => Volatile.Read(ref _restarts);

    public long CompletedCheckpoints => Volatile.Read(ref _completed);

    public long AbortedCheckpoints => Volatile.Read(ref _aborted);

    public long DroppedTimers => Volatile.Read(ref _droppedTimers);

    /// <summary>Called for a completed checkpoint, with its duration from the trigger and its size in bytes.</summary>
    public Action<TimeSpan, long>? OnCompleted { get; set; }

    public void Set(int restarts, long droppedTimers)
    {
        Volatile.Write(ref _restarts, restarts);
        Volatile.Write(ref _droppedTimers, droppedTimers);
    }

    public void Completed(TimeSpan duration, long bytes)
    {
        Volatile.Write(ref _completed, _completed + 1);
        OnCompleted?.Invoke(duration, bytes);
    }

    public void Aborted() => Volatile.Write(ref _aborted, _aborted + 1);
}
