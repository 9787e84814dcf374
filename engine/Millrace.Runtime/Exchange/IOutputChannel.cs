using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>
/// The producer's end of a channel, which connects one producing subtask to one consuming subtask. It is bounded by credit and never
/// blocks, and only the producer's thread puts elements in. Control elements take no credit, and keep their place among the batches.
/// </summary>
internal interface IOutputChannel
{
    /// <summary>Called, from any thread, when a batch that was refused may be retried; set before the producer starts.</summary>
    Action WakeProducer { get; set; }

    /// <summary>Puts an element in; false where a batch has no credit. A batch that was taken is released by the channel or its consumer.</summary>
    bool TrySend(StreamElement element);

    /// <summary>Whether nothing that was taken waits for credit; if something does, the producer is woken when nothing does any more.</summary>
    bool IsClear { get; }

    /// <summary>Adds what was taken and waits for credit, serialized: whole records in the order in which they will be sent.</summary>
    void CollectUnsent(List<byte[]> payloads);

    /// <summary>
    /// Puts a control element in front of what waits for credit, except for the rest of a record of which parts were sent, and adds what it overtakes.
    /// </summary>
    void Overtake(StreamElement control, List<byte[]> payloads);
}
