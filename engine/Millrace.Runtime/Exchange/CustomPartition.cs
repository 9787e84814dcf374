namespace Millrace.Runtime.Exchange;

/// <summary>Sends each record to the consumer that the user's function returns.</summary>
internal sealed class CustomPartition<T>(IReadOnlyList<IOutputChannel> channels, int batchSize, Func<T, int, int> partition, string callSite)
    : ResultPartition<T>(channels, batchSize, keyed: false)
{
    public override bool Push(T value, long timestamp)
    {
        var index = partition(value, Subpartitions.Length);
        if ((uint)index >= (uint)Subpartitions.Length) throw WrongIndex(index);
        var subpartition = Subpartitions[index];
        var batch = subpartition.Open;
        batch.Add(value, timestamp);
        return batch.IsFull ? Send(subpartition) : HasRoom;
    }

    private InvalidOperationException WrongIndex(int index) => new(
        $"The function of PartitionBy at {callSite} returned subtask {index} of {Subpartitions.Length}; it must return an index from 0 to {Subpartitions.Length - 1}.");
}
