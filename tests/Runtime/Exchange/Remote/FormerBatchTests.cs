using Millrace.Core.Graph;
using Millrace.Core.Schemas;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>Records in flight that were stored under an earlier schema or layout.</summary>
public sealed class FormerBatchTests
{
    private static readonly SerializerCache s_serializers = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_are_found_by_name_where_values_were_stored_as_in_memory(bool keyed)
    {
        Assert.NotNull(s_serializers.For<Before.Reading>().Layout);
        var read = Read<Before.Reading, After.Reading>([new Before.Reading { Sensor = 3, Celsius = 21.5 }, new Before.Reading { Sensor = 4, Celsius = -1 }], keyed);
        Assert.Equal([(21.5, 3, 0L), (-1, 4, 0L)], read.Select(static r => (r.Celsius, r.Sensor, r.Place)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_are_found_by_name_where_values_were_serialized(bool keyed)
    {
        var read = Read<Before.Sale, After.Sale>([new Before.Sale { Shop = "north", Amount = 7 }, new Before.Sale { Shop = "south", Amount = 8 }], keyed);
        Assert.Equal([(7, "north", "none"), (8, "south", "none")], read.Select(static s => (s.Amount, s.Shop, s.Product)));
    }

    [Fact]
    public void Values_that_are_kept_as_in_memory_now_and_were_serialized_then_are_read()
    {
        var serializer = s_serializers.For<Before.Reading>();
        var written = new OperatorInput("a", null, 0, "rebalance", serializer.Schema.ToString(), null);
        var writer = new MessagePackBatch();
        var payload = writer.Of(serializer, new Before.Reading { Sensor = 5, Celsius = 1.25 });
        var batch = (RecordBatch<Before.Reading>)new BatchReader<Before.Reading>(s_serializers.ForWritten<Before.Reading>(Schema.Parse(written.Schema)), keyed: false, layout: null).Read(payload);
        Assert.Equal((5, 1.25), (batch.Values[0].Sensor, batch.Values[0].Celsius));
    }

    private static List<TNow> Read<TThen, TNow>(IReadOnlyList<TThen> values, bool keyed)
    {
        var then = s_serializers.For<TThen>();
        var frames = new Frames();
        new BatchWriter<TThen>(then, keyed, new FrameLimits(), "'a' to 'b'").Write(RemotePair<TThen>.Batch([.. values.Select(static (v, i) => (v, (long)i, new byte[] { (byte)i }))], keyed), frames);
        var reader = new BatchReader<TNow>(s_serializers.ForWritten<TNow>(then.Schema), keyed, then.Layout);
        var batch = (RecordBatch<TNow>)reader.Read(Assert.Single(frames.Payloads));
        Assert.Equal(values.Select(static (_, i) => (long)i), batch.Timestamps.Take(batch.Count));
        if (keyed) Assert.Equal(values.Select(static (_, i) => RemotePair<TThen>.KeyHash([(byte)i])), batch.Hashes.Take(batch.Count));
        return [.. batch.Values.Take(batch.Count)];
    }

    private sealed class Frames : IFrameTaker
    {
        public List<byte[]> Payloads { get; } = [];

        public void Take(FrameKind kind, byte[] bytes, int payloadBytes) => Payloads.Add(bytes.AsSpan(FrameHeader.Size, payloadBytes).ToArray());
    }

    private sealed class MessagePackBatch
    {
        public byte[] Of<T>(TypeSerializer<T> serializer, T value)
        {
            var values = new System.Buffers.ArrayBufferWriter<byte>();
            serializer.Write(value, values);
            var payload = new byte[BatchHeader.Size + values.WrittenCount + sizeof(long)];
            new BatchHeader(1, values.WrittenCount, 0).Write(payload);
            values.WrittenSpan.CopyTo(payload.AsSpan(BatchHeader.Size));
            return payload;
        }
    }

    private static class Before
    {
        public struct Reading
        {
            public int Sensor { get; set; }

            public double Celsius { get; set; }
        }

        public sealed class Sale
        {
            public string Shop { get; set; } = "";

            public int Amount { get; set; }
        }
    }

    private static class After
    {
        public struct Reading
        {
            public long Place { get; set; }

            public double Celsius { get; set; }

            public int Sensor { get; set; }
        }

        public sealed class Sale
        {
            public string Product { get; set; } = "none";

            public int Amount { get; set; }

            public string Shop { get; set; } = "";
        }
    }
}
