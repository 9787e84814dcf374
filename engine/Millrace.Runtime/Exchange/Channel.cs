using System.Collections.Concurrent;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>
/// From one producing subtask to one consuming subtask: bounded by credit, non-blocking at both ends, one thread at each. Control
/// elements take no credit.
/// </summary>
/// <param name="credits">How many batches may be on the way, 1 or more.</param>
internal sealed class Channel(int credits)
{
    private readonly ConcurrentQueue<StreamElement> _elements = new();
    private int _credits = credits;

    /// <summary>Called when an element came; set by the consumer before the producer starts.</summary>
    public Action WakeConsumer { get; set; } = static () => { };

    /// <summary>Called when a credit came back; set by the producer before it starts.</summary>
    public Action WakeProducer { get; set; } = static () => { };

    /// <summary>Who puts elements in, for the message of a failure.</summary>
    public string Producer { get; set; } = "";

    /// <summary>Which input of the consumer it goes into; set by the consumer.</summary>
    public int Input { get; set; }

    /// <summary>How many records the consumer has worked off.</summary>
    public long Consumed { get; set; }

    public bool IsEmpty => _elements.IsEmpty;

    /// <summary>Puts an element in; false where a batch has no credit.</summary>
    public bool TrySend(StreamElement element)
    {
        if (element.IsBatch)
        {
            if (Volatile.Read(ref _credits) == 0) return false;
            Interlocked.Decrement(ref _credits);
        }

        _elements.Enqueue(element);
        WakeConsumer();
        return true;
    }

    public bool TryReceive(out StreamElement element) => _elements.TryDequeue(out element!);

    /// <summary>The element that <see cref="TryReceive"/> would take.</summary>
    public bool TryPeek(out StreamElement element) => _elements.TryPeek(out element!);

    /// <summary>Gives a credit back: the consumer has worked off a batch.</summary>
    public void ReturnCredit()
    {
        if (Interlocked.Increment(ref _credits) == 1) WakeProducer();
    }
}
