namespace Millrace.Core.Metrics;

/// <summary>The size of an operator's state when the task last measured it. One thread writes; any thread may read.</summary>
public sealed class StateGauge
{
    private long _entries;
    private long _bytes;

    public long Entries => Volatile.Read(ref _entries);

    /// <summary>The memory in bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public void Set(long entries, long bytes)
    {
        Volatile.Write(ref _entries, entries);
        Volatile.Write(ref _bytes, bytes);
    }
}
