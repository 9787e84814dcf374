namespace Millrace.Core.Metrics;

/// <summary>Counts the data sent in one direction, once per batch by one thread; any thread may read.</summary>
public sealed class FlowCounter
{
    private long _records;
    private long _batches;
    private long _bytes;

    public long Records => Volatile.Read(ref _records);

    public long Batches => Volatile.Read(ref _batches);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Counts batches with a total of the given records and bytes.</summary>
    public void Add(long records, long bytes, int batches = 1)
    {
        Volatile.Write(ref _records, _records + records);
        Volatile.Write(ref _batches, _batches + batches);
        Volatile.Write(ref _bytes, _bytes + bytes);
    }
}
