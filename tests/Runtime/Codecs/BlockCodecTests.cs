using System.Runtime.InteropServices;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Operators.Functions;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Operators.Watermarks;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
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

    [Fact]
    public void Records_in_flight_come_back() => RoundTrips.Check<byte[][]>(static payloads =>
    {
        var writer = new Written();
        var edge = new StoredEdge(new OperatorId("work"), 0, new BatchWriter<int>(new SerializerCache().For<int>(), keyed: false, new FrameLimits(), "'a' to 'b'"));
        foreach (var payload in payloads) edge.Write(payload, writer);
        return [.. StoredEdge.Payloads(writer.Block.ToArray()).Select(static p => p.ToArray())];
    });

    [Fact]
    public void The_watermark_of_a_function_without_key_comes_back_as_the_lowest()
    {
        var (writer, time) = (new Written(), new OperatorTime(TimeProvider.System));
        (time.CurrentWatermark, var restored) = (-7, new OperatorTime(TimeProvider.System));
        time.Snapshot(writer);
        var block = new RestoredBlock(SourceWatermark.State, -1, writer.Block.ToArray());
        time.CurrentWatermark = 12;
        time.Snapshot(writer);
        restored.Restore([block with { Block = writer.Block.Skip(8).ToArray() }, block with { Block = block.Block[..8] }]);
        Assert.Equal(-7, restored.CurrentWatermark);
    }

    private sealed class Written : IStateSnapshotWriter
    {
        public List<byte> Block { get; } = [];

        public bool HasRoom => true;

        public void Begin(string state, int keyGroup, bool isFull, StateSize size) { }

        public Span<byte> Append(int length)
        {
            Block.AddRange(new byte[length]);
            return CollectionsMarshal.AsSpan(Block)[^length..];
        }
    }
}
