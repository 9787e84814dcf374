using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Transformations;

namespace Millrace.Runtime.Chains;

/// <inheritdoc cref="RestoredInput"/>
internal sealed class RestoredInput<T> : RestoredInput
{
    private readonly BatchReader _reader;
    private readonly RestoredPlace _place;
    private readonly bool _isByKey;
    private readonly ResultPartition<T> _partition;

    public RestoredInput(StreamInput<T> edge, BatchReader reader, OperatorInput written, RestoredPlace place)
        : base(place.Input, $"those in flight from '{written.From}'")
    {
        (_reader, _place) = (reader, place);
        _isByKey = edge.PartitioningKind == "key" && written.Partitioning == "key";
        // Of rebalanced records this subtask has read its share only, and of broadcast ones everybody gets all.
        var isShared = edge.PartitioningKind is "key" or "custom";
        var channels = isShared ? Enumerable.Range(0, place.Parallelism).Select(To).ToList() : [Channel];
        _partition = edge.Partitioning.Accept(new PartitionBuilder<T>(new ChainOutput(edge, channels, place.Assignment), place.BatchSize, 0));
    }

    public override void Restore(ReadOnlyMemory<byte> payload)
    {
        var batch = (RecordBatch<T>)_reader.Read(payload);
        for (var i = 0; i < batch.Count; i++)
        {
            // The key group of a record is the one that it was sent to, whose state it belongs to.
            if (_isByKey && _place.Assignment.OwnerOf(KeyGroup.Of(batch.Hashes[i], _place.Assignment.MaxParallelism)) != _place.Subtask) continue;
            _partition.Push(batch.Values[i], batch.Timestamps[i]);
        }

        batch.Release();
    }

    public override void End() => _partition.Flush();

    private IOutputChannel To(int subtask) => subtask == _place.Subtask ? Channel : new NotTaken(_isByKey);

    /// <summary>Drops the records of other subtasks.</summary>
    private sealed class NotTaken(bool isByKey) : IOutputChannel
    {
        public Action WakeProducer { get; set; } = static () => { };

        public bool IsClear => true;

        public bool TrySend(StreamElement element)
        {
            if (isByKey) throw new InvalidOperationException("A record in flight has another key than when it was sent. Restore a savepoint, which has none in flight, to change how a stream is keyed.");
            element.Release();
            return true;
        }

        public void CollectUnsent(List<byte[]> payloads) { }

        public void Overtake(StreamElement control, List<byte[]> payloads) { }
    }
}
