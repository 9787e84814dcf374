using Millrace.Runtime.Operators;
using Millrace.Runtime.OperatorState;
using Millrace.Tests.Testing.Codecs;

namespace Millrace.Runtime.Tests.Codecs;

/// <summary>Blocks of operators in a checkpoint. Those of keyed state and timers are tested with their tables.</summary>
public sealed class BlockCodecTests
{
    [Fact]
    public void The_splits_of_a_source_come_back_with_every_member() => RoundTrips.Check<SplitState[]>(static splits => [.. SplitState.Read(SplitState.Write(splits))]);

    [Fact]
    public void The_epochs_of_a_sink_come_back_with_every_member() => RoundTrips.Check<PendingEpoch[]>(static epochs => [.. PendingEpochs.Read(PendingEpochs.Write(epochs))]);

    [Fact]
    public void Elements_of_operator_state_come_back() => RoundTrips.Check<byte[][]>(static elements => [.. ElementBlock.Read(ElementBlock.Write(elements))]);
}
