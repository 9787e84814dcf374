using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>Both ends of a channel in one process: elements pass by reference, and credit is counted in batches.</summary>
/// <param name="credits">The maximum number of batches in flight, 1 or more.</param>
internal sealed class LocalChannel(int credits) : IOutputChannel, IInputChannel
{
    private readonly ConcurrentQueue<StreamElement> _elements = new();
    private int _credits = credits;

    public Action WakeConsumer { get; set; } = static () => { };

    public Action WakeProducer { get; set; } = static () => { };

    public string Producer { get; set; } = "";

    public int Input { get; set; }

    public long Consumed { get; set; }

    public InFlightEdge? InFlight { get; set; }

    public Action<CheckpointBarrier> Announce { get; set; } = static _ => { };

    public bool IsClear => true;

    public bool TrySend(StreamElement element)
    {
        if (element.IsBatch)
        {
            if (Volatile.Read(ref _credits) == 0) return false;
            Interlocked.Decrement(ref _credits);
        }

        _elements.Enqueue(element);
        if (element is BarrierElement { Barrier: var barrier }) Announce(barrier);
        WakeConsumer();
        return true;
    }

    public void CollectUnsent(List<byte[]> payloads) { }

    public void Overtake(StreamElement control, List<byte[]> payloads) => TrySend(control);

    public bool TryCollect(long checkpoint, List<StreamElement> batches)
    {
        foreach (var element in _elements)
        {
            if (element is BarrierElement { Barrier: var barrier } && barrier.Checkpoint == checkpoint) return true;
            if (element.IsBatch) batches.Add(element);
        }

        return false;
    }

    public bool TryReceive(out StreamElement element) => _elements.TryDequeue(out element!);

    public bool TryPeek(out StreamElement element) => _elements.TryPeek(out element!);

    public void ReturnCredit()
    {
        if (Interlocked.Increment(ref _credits) == 1) WakeProducer();
    }
}
