using Millrace.Core.Checkpoints;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>A barrier passes the frames that wait for credit, which are handed over, but stays behind the rest of a record of which parts were sent.</summary>
public sealed class OvertakenFramesTests
{
    private static readonly FrameLimits s_limits = new(FrameBytes: 128);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public void What_comes_before_the_barrier_and_what_it_overtakes_is_everything_once(int window)
    {
        var pair = new RemotePair<string>(window, limits: s_limits);
        pair.DeliverCredit();
        string[] sent = ["a", new string('b', 300), "c", new string('d', 900), "e", .. Enumerable.Range(0, 60).Select(static i => $"{i}")];
        Assert.True(pair.Output.TrySend(RemotePair<string>.Batch([.. sent.Select(static (s, i) => (s, (long)i, Array.Empty<byte>()))], keyed: false)));
        var announced = new List<long>();
        pair.Input.Announce = b => announced.Add(b.Checkpoint);
        var overtaken = new List<byte[]>();
        pair.Output.Overtake(new BarrierElement(new CheckpointBarrier(7)), overtaken);
        var before = new List<StreamElement>();
        pair.DeliverData();
        // Parts give their credit back when they are put together, so that the rest of a record follows.
        while (!pair.Input.TryCollect(7, before))
        {
            before.Clear();
            pair.DeliverCredit();
            pair.DeliverData();
        }

        Assert.Equal([7L], announced);
        var reader = new BatchReader<string>(new SerializerCache().For<string>(), keyed: false);
        var stored = overtaken.Select(p => reader.Read(p)).SelectMany(Values).ToList();
        Assert.Equal(sent.AsEnumerable(), before.SelectMany(Values).Concat(stored));
        Assert.Equal(window < 100, stored.Count > 0);
        // They are sent nevertheless.
        Assert.Equal(sent.AsEnumerable(), pair.Records().Select(static r => r.Value));
        Assert.Empty(pair.Failures);
    }

    [Fact]
    public void The_producer_is_woken_when_nothing_waits_any_more()
    {
        var pair = new RemotePair<string>(1, limits: s_limits);
        pair.DeliverCredit();
        Assert.True(pair.Output.IsClear);
        Assert.True(pair.Output.TrySend(RemotePair<string>.Batch([.. Enumerable.Range(0, 60).Select(static i => ($"{i}", (long)i, Array.Empty<byte>()))], keyed: false)));
        var woken = 0;
        pair.Output.WakeProducer = () => woken++;
        Assert.False(pair.Output.IsClear);
        Assert.Equal(60, pair.Records().Count);
        Assert.Equal(1, woken);
        Assert.True(pair.Output.IsClear);
    }

    [Fact]
    public void Without_a_consumer_it_waits_before_all_others()
    {
        var pair = new RemotePair<string>(1, limits: s_limits);
        pair.Output.TrySend(new WatermarkElement(5));
        pair.Output.Overtake(new BarrierElement(new CheckpointBarrier(7)), []);
        pair.DeliverCredit();
        pair.DeliverData();
        Assert.True(pair.Input.TryReceive(out var first) && first is BarrierElement);
        Assert.True(pair.Input.TryReceive(out var second) && second is WatermarkElement);
    }

    private static IEnumerable<string> Values(StreamElement element) => ((RecordBatch<string>)element).Values.Take(((RecordBatch<string>)element).Count);
}
