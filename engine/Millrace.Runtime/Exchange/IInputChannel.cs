using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange;

/// <summary>The consumer's end of a channel. It never blocks, and only the consumer's thread takes elements out.</summary>
internal interface IInputChannel
{
    /// <summary>Called, by any thread, when an element came; set before the producer starts.</summary>
    Action WakeConsumer { get; set; }

    /// <summary>Who puts elements in, for the message of a failure.</summary>
    string Producer { get; set; }

    /// <summary>Which input of the consumer it goes into.</summary>
    int Input { get; set; }

    /// <summary>How many records the consumer has worked off.</summary>
    long Consumed { get; set; }

    bool TryReceive(out StreamElement element);

    /// <summary>The element that <see cref="TryReceive"/> would take.</summary>
    bool TryPeek(out StreamElement element);

    /// <summary>Gives a credit back: the consumer has worked off a batch.</summary>
    void ReturnCredit();
}
