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

    /// <summary>The edge, if a barrier may overtake records on it; else null.</summary>
    public InFlightEdge? InFlight { get; init; }

    /// <summary>Whether everything sent is on its way to the consumers; if not, the producer is woken when that may have changed.</summary>
    public abstract bool IsClear { get; }

    /// <summary>Takes more records although some wait for credit, until the next batch is full.</summary>
    public abstract void Overdraw();

    /// <summary>Ends what <see cref="Overdraw"/> has begun.</summary>
    public abstract void EndOverdraw();

    /// <summary>Adds the records that wait for credit, on an edge where they may be overtaken.</summary>
    public abstract void CollectWaiting(List<InFlightRecords> into);

    /// <summary>Sends a control element to every consumer, where it may be before the records that wait for credit, and adds those that it overtakes.</summary>
    public abstract void Overtake(StreamElement control, List<InFlightRecords> into);

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

    public sealed override bool IsClear
    {
        get
        {
            var clear = true;
            foreach (var subpartition in _subpartitions) clear &= subpartition.IsClear;
            return clear;
        }
    }

    public sealed override void Overdraw() => _hasRoom = true;

    public sealed override void EndOverdraw()
    {
        _hasRoom = false;
        Drain();
    }

    public sealed override void CollectWaiting(List<InFlightRecords> into)
    {
        if (InFlight is not { } edge) return;
        for (var to = 0; to < _subpartitions.Length; to++) _subpartitions[to].CollectWaiting(edge, to, into);
    }

    public sealed override void Overtake(StreamElement control, List<InFlightRecords> into)
    {
        Flush();
        for (var to = 0; to < _subpartitions.Length; to++)
        {
            if (InFlight is { } edge) _subpartitions[to].Overtake(control, edge, to, into);
            else _subpartitions[to].Send(control);
        }
    }

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
