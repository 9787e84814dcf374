using Millrace.Core.Keys;
using Millrace.Runtime.Exchange;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <summary>Creates the partition of an edge.</summary>
internal sealed class PartitionBuilder<T>(ChainOutput output, int batchSize, int subtask) : IPartitioningVisitor<T, ResultPartition<T>>
{
    public ResultPartition<T> VisitForward(ForwardPartitioning<T> partitioning) => new RoundRobinPartition<T>(output.Channels, batchSize, subtask) { InFlight = output.InFlight };

    public ResultPartition<T> VisitRebalance(RebalancePartitioning<T> partitioning) => new RoundRobinPartition<T>(output.Channels, batchSize, subtask) { InFlight = output.InFlight };

    public ResultPartition<T> VisitBroadcast(BroadcastPartitioning<T> partitioning) => new BroadcastPartition<T>(output.Channels, batchSize);

    public ResultPartition<T> VisitCustom(CustomPartitioning<T> partitioning) =>
        new CustomPartition<T>(output.Channels, batchSize, partitioning.Partition, partitioning.CallSite) { InFlight = output.InFlight };

    public ResultPartition<T> VisitKeyed<TKey>(KeyedPartitioning<TKey, T> partitioning) =>
        new KeyedPartition<TKey, T>(output.Channels, batchSize, partitioning.KeyOf, KeyCodecs.Create<TKey>(), output.Assignment) { InFlight = output.InFlight };
}
