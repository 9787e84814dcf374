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
}
