using System.Runtime.CompilerServices;
using Millrace.Core.Metrics;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>The producer's end of a channel: the batch being filled, and the elements waiting for credit.</summary>
internal sealed class Subpartition<T>(IOutputChannel channel, BatchPool<T> pool, FlowCounter sent)
{
    private readonly Queue<StreamElement> _waiting = new();
    private RecordBatch<T>? _open;

    public bool HasRoom => _waiting.Count == 0;

    /// <summary>Whether everything sent is on its way to the consumer.</summary>
    public bool IsClear => _waiting.Count == 0 && channel.IsClear;

    /// <summary>Whether a batch with records is being filled.</summary>
    public bool HasOpen => _open is { Count: > 0 };

    /// <summary>The batch to add a record to. After adding, a full one must be sent.</summary>
    public RecordBatch<T> Open
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _open ??= pool.Rent();
    }

    public void SendOpen()
    {
        if (_open is not { Count: > 0 } batch) return;
        _open = null;
        batch.Own(1);
        sent.Add(batch.Count, batch.Bytes);
        Send(batch);
    }

    /// <summary>Sends a control element or a batch that may be shared, after the waiting elements.</summary>
    public void Send(StreamElement element)
    {
        if (_waiting.Count > 0 || !channel.TrySend(element)) _waiting.Enqueue(element);
    }

    /// <summary>Sends the waiting elements, as far as credit allows; returns true when none is left.</summary>
    public bool Drain()
    {
        while (_waiting.TryPeek(out var element))
        {
            if (!channel.TrySend(element)) return false;
            _waiting.Dequeue();
        }

        return true;
    }

    /// <summary>Adds the records that wait for credit.</summary>
    public void CollectWaiting(InFlightEdge edge, int to, List<InFlightRecords> into)
    {
        var unsent = new List<byte[]>();
        channel.CollectUnsent(unsent);
        Collect(edge, to, unsent, into);
    }

    /// <summary>Sends a control element before the records that wait for credit, and adds these.</summary>
    public void Overtake(StreamElement control, InFlightEdge edge, int to, List<InFlightRecords> into)
    {
        var unsent = new List<byte[]>();
        channel.Overtake(control, unsent);
        Collect(edge, to, unsent, into);
    }

    private void Collect(InFlightEdge edge, int to, List<byte[]> unsent, List<InFlightRecords> into)
    {
        foreach (var payload in unsent) into.Add(new InFlightRecords(edge, to, null, 0, payload));
        foreach (var element in _waiting)
        {
            if (element.IsBatch) into.Add(new InFlightRecords(edge, to, element, 0, []));
        }
    }
}
