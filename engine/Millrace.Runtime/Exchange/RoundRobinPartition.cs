namespace Millrace.Runtime.Exchange;

/// <summary>Deals batches round-robin; with one channel this is the forward edge.</summary>
internal sealed class RoundRobinPartition<T>(IReadOnlyList<Channel> channels, int batchSize, int first)
    : ResultPartition<T>(channels, batchSize, keyed: false)
{
    private int _next = first % channels.Count;

    public override bool Push(T value, long timestamp)
    {
        var subpartition = Subpartitions[_next];
        var batch = subpartition.Open;
        batch.Add(value, timestamp);
        if (!batch.IsFull) return HasRoom;
        if (++_next == Subpartitions.Length) _next = 0;
        return Send(subpartition);
    }
}
