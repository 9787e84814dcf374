namespace Millrace.Core.Metrics;

/// <summary>The size of an operator's state when the task looked last. One thread writes, any may read.</summary>
public sealed class StateGauge
{
    private long _entries;
    private long _bytes;

    public long Entries => Volatile.Read(ref _entries);

    /// <summary>The bytes of memory.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public void Set(long entries, long bytes)
    {
        Volatile.Write(ref _entries, entries);
        Volatile.Write(ref _bytes, bytes);
    }
}
