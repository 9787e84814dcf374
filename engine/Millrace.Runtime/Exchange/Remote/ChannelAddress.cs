namespace Millrace.Runtime.Exchange.Remote;

/// <summary>
/// The channel of a job that a frame belongs to, and the attempts at its ends. A frame that names an attempt other than the running one
/// is stale and not delivered.
/// </summary>
/// <param name="Edge">The edge's index in the graph.</param>
/// <param name="From">The index of the producing subtask.</param>
/// <param name="To">The index of the consuming subtask.</param>
/// <param name="ProducerAttempt">The producer's attempt.</param>
/// <param name="ConsumerAttempt">The consumer's attempt.</param>
internal readonly record struct ChannelAddress(int Edge, int From, int To, int ProducerAttempt, int ConsumerAttempt)
{
    public override string ToString() => $"channel {From}->{To} of edge {Edge} (attempts {ProducerAttempt}->{ConsumerAttempt})";
}
