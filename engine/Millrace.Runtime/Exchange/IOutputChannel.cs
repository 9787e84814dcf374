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
}
