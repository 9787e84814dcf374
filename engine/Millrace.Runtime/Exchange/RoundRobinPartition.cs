namespace Millrace.Runtime.Exchange;

/// <summary>Distributes batches round-robin; with one channel this is the forward edge.</summary>
internal sealed class RoundRobinPartition<T>(IReadOnlyList<IOutputChannel> channels, int batchSize, int first)
    : ResultPartition<T>(channels, batchSize, keyed: false)
{
    private int _next = first % channels.Count;

    public override bool Push(T value, long timestamp)
    {
        var subpartition = Subpartitions[_next];
        var batch = subpartition.Open;
        batch.Add(value, timestamp);
        if (!batch.IsFull) return HasRoom;
        Advance();
        return Send(subpartition);
    }

    /// <summary>A batch sent before it is full counts as a turn too: otherwise a slow stream would go to one consumer only.</summary>
    public override void Flush()
    {
        var dealt = Subpartitions[_next].HasOpen;
        base.Flush();
        if (dealt) Advance();
    }

    private void Advance() => _next = _next + 1 == Subpartitions.Length ? 0 : _next + 1;
}
