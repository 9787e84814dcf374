using Millrace.Bench.Readings;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.Bench.Exchange;

/// <summary>The data that both processes agree on: readings of 32 bytes with their timestamps.</summary>
internal static class SentReadings
{
    public const string Job = "bench";

    public const int SocketBytes = 32 << 10;

    public const int Channels = 4;

    /// <summary>Per batch, so that its frame is the largest that fits 32 KiB.</summary>
    public const int Records = (SocketBytes - FrameHeader.Size - BatchHeader.Size) / (32 + sizeof(long));

    public const int FrameBytes = FrameHeader.Size + BatchHeader.Size + (Records * (32 + sizeof(long)));

    public static TypeSerializer<Reading> Serializer { get; } = new SerializerCache().For<Reading>();

    public static ChannelAddress Channel(int index, int attempt) => new(0, index, 0, attempt, attempt);

    /// <summary>Creates a batch of new readings.</summary>
    public static RecordBatch<Reading> Make(BatchPool<Reading> pool, long first)
    {
        var batch = pool.Rent();
        for (var i = 0; i < Records; i++) batch.Add(new Reading(i, first + i, i, 0), first + i);
        batch.Own(1);
        return batch;
    }
}
