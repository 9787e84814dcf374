namespace Millrace.Core.Metrics;

/// <summary>What went one way, counted once a batch by one thread; any may read.</summary>
public sealed class FlowCounter
{
    private long _records;
    private long _batches;
    private long _bytes;

    public long Records => Volatile.Read(ref _records);

    public long Batches => Volatile.Read(ref _batches);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts batches that hold so many records and bytes together.</summary>
    public void Add(long records, long bytes, int batches = 1)
    {
        Volatile.Write(ref _records, _records + records);
        Volatile.Write(ref _batches, _batches + batches);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }
}
