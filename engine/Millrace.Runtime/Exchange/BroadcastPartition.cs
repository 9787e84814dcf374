using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>Sends every batch to every consumer, by reference.</summary>
internal sealed class BroadcastPartition<T>(IReadOnlyList<IOutputChannel> channels, int batchSize)
    : ResultPartition<T>(channels, batchSize, keyed: false)
{
    private readonly BatchPool<T> _pool = new(batchSize, keyed: false);
    private RecordBatch<T>? _open;

    public override bool Push(T value, long timestamp)
    {
        var batch = _open ??= _pool.Rent();
        batch.Add(value, timestamp);
        if (!batch.IsFull) return HasRoom;
        _open = null;
        return SendShared(batch);
    }

    public override void Flush()
    {
        if (_open is not { Count: > 0 } batch) return;
        _open = null;
        SendShared(batch);
    }
}
