using Millrace.Core.Metrics;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>The output of one subtask on one edge.</summary>
internal abstract class ResultPartition
{
    /// <summary>Whether another record may be pushed: nothing is waiting for credit.</summary>
    public abstract bool HasRoom { get; }

    /// <summary>Counts what was sent to consumers, once for each.</summary>
    public FlowCounter Sent { get; } = new();

    /// <summary>Sends what is waiting, as far as credit allows; returns true when there is room.</summary>
    public abstract bool Drain();

    /// <summary>Sends batches that are not full.</summary>
    public abstract void Flush();

    /// <summary>Sends a control element to every consumer, after all records before it.</summary>
    public abstract void Broadcast(StreamElement control);
}

/// <summary>The output of one subtask on one edge, in records of type <typeparamref name="T"/>.</summary>
internal abstract class ResultPartition<T> : ResultPartition
{
    private readonly Subpartition<T>[] _subpartitions;
    private bool _hasRoom = true;

    protected ResultPartition(IReadOnlyList<IOutputChannel> channels, int batchSize, bool keyed)
    {
        var pool = new BatchPool<T>(batchSize, keyed);
        _subpartitions = [.. channels.Select(channel => new Subpartition<T>(channel, pool, Sent))];
    }

    protected ReadOnlySpan<Subpartition<T>> Subpartitions => _subpartitions;

    public sealed override bool HasRoom => _hasRoom;

    /// <summary>Takes a record; returns false when no other may be pushed.</summary>
    public abstract bool Push(T value, long timestamp);

    public sealed override bool Drain()
    {
        if (_hasRoom) return true;
        var room = true;
        foreach (var subpartition in _subpartitions) room &= subpartition.Drain();
        return _hasRoom = room;
    }

    public override void Flush()
    {
        foreach (var subpartition in _subpartitions) Send(subpartition);
    }

    public sealed override void Broadcast(StreamElement control)
    {
        Flush();
        foreach (var subpartition in _subpartitions) subpartition.Send(control);
    }

    protected bool Send(Subpartition<T> subpartition)
    {
        subpartition.SendOpen();
        return _hasRoom &= subpartition.HasRoom;
    }

    protected bool SendShared(RecordBatch<T> batch)
    {
        batch.Own(_subpartitions.Length);
        Sent.Add(batch.Count * _subpartitions.Length, batch.Bytes * _subpartitions.Length, _subpartitions.Length);
        foreach (var subpartition in _subpartitions)
        {
            subpartition.Send(batch);
            _hasRoom &= subpartition.HasRoom;
        }

        return _hasRoom;
    }
}
