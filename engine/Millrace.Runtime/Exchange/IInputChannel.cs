using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>The consumer's end of a channel. It never blocks, and only the consumer's thread takes elements out.</summary>
internal interface IInputChannel
{
    /// <summary>Called, from any thread, when an element has arrived; set before the producer starts.</summary>
    Action WakeConsumer { get; set; }

    /// <summary>The producer's name, for failure messages.</summary>
    string Producer { get; set; }

    /// <summary>The consumer's input that the channel belongs to.</summary>
    int Input { get; set; }

    /// <summary>The number of records that the consumer has processed.</summary>
    long Consumed { get; set; }

    /// <summary>The edge, if a barrier may overtake records on it; else null.</summary>
    InFlightEdge? InFlight { get; set; }

    /// <summary>Called, from any thread, when a barrier has arrived, however many elements are before it; set before the producer starts.</summary>
    Action<CheckpointBarrier> Announce { get; set; }

    bool TryReceive(out StreamElement element);

    /// <summary>Returns the element that <see cref="TryReceive"/> would take, without taking it.</summary>
    bool TryPeek(out StreamElement element);

    /// <summary>Adds the batches before a checkpoint's barrier, which stay; returns false if the barrier has not arrived.</summary>
    bool TryCollect(long checkpoint, List<StreamElement> batches);

    /// <summary>Returns a credit: the consumer has processed a batch.</summary>
    void ReturnCredit();
}
