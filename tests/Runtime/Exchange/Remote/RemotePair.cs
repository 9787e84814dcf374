using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Exchange.Remote;

/// <summary>Both ends of a channel with in-memory links between them.</summary>
internal sealed class RemotePair<T>
{
    public static readonly ChannelAddress Address = new(3, 1, 2, 7, 8);

    public RemotePair(int window, bool keyed = false, FrameLimits? limits = null, TypeSerializer<T>? serializer = null)
    {
        limits ??= new FrameLimits();
        serializer ??= new SerializerCache().For<T>();
        Output = new RemoteOutput(Address, new BatchWriter<T>(serializer, keyed, limits, "'a' to 'b'"), Failures.Add);
        Input = new RemoteInput(Address, new BatchReader<T>(serializer, keyed), limits, window, Failures.Add) { Producer = "subtask 1 of a" };
        Input.Open(Credit);
    }

    public RemoteOutput Output { get; }

    public RemoteInput Input { get; }

    public MemoryLink Data { get; } = new();

    public MemoryLink Credit { get; } = new();

    public List<Exception> Failures { get; } = [];

    public List<FrameHeader> Headers { get; } = [];

    /// <summary>The number of frames delivered that take credit.</summary>
    public int Arrived { get; private set; }

    /// <summary>Delivers the consumer's frames.</summary>
    public void DeliverCredit(int frames = int.MaxValue)
    {
        for (; frames > 0 && Credit.Count > 0; frames--)
        {
            var frame = Credit.Take();
            Output.OnCredit(Data, ControlFrames.ReadCredit(frame));
        }
    }

    /// <summary>Delivers the producer's frames.</summary>
    public void DeliverData(int frames = int.MaxValue)
    {
        for (; frames > 0 && Data.Count > 0; frames--)
        {
            var frame = Data.Take();
            Headers.Add(frame.Header);
            if (frame.Header.TakesCredit) Arrived++;
            Input.OnFrame(frame.Header, frame);
        }
    }

    /// <summary>Returns all records that arrive, with everything delivered in both directions.</summary>
    public List<(T Value, long Timestamp, byte[] Key, ulong Hash)> Records()
    {
        var records = new List<(T, long, byte[], ulong)>();
        while (true)
        {
            DeliverCredit();
            DeliverData();
            if (!Input.TryReceive(out var element))
            {
                // A part of a record returns its credit and nothing else.
                if (Data.Count + Credit.Count == 0) return records;
                continue;
            }

            if (element is not RecordBatch<T> batch) continue;
            records.AddRange(Of(batch));
            batch.Release();
            Input.ReturnCredit();
        }
    }

    public static IEnumerable<(T Value, long Timestamp, byte[] Key, ulong Hash)> Of(RecordBatch<T> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var start = i == 0 || batch.KeyEnds.Length == 0 ? 0 : batch.KeyEnds[i - 1];
            yield return batch.KeyEnds.Length == 0
                ? (batch.Values[i], batch.Timestamps[i], [], 0)
                : (batch.Values[i], batch.Timestamps[i], batch.Keys.Slice(start, batch.KeyEnds[i] - start).ToArray(), batch.Hashes[i]);
        }
    }

    /// <summary>A batch of records.</summary>
    public static RecordBatch<T> Batch(IReadOnlyList<(T Value, long Timestamp, byte[] Key)> records, bool keyed)
    {
        var batch = new BatchPool<T>(records.Count, keyed).Rent();
        foreach (var (value, timestamp, key) in records)
        {
            if (!keyed)
            {
                batch.Add(value, timestamp);
                continue;
            }

            batch.Keys.Append(key);
            batch.Add(value, timestamp, KeyHash(key));
        }

        batch.Own(1);
        return batch;
    }

    public static ulong KeyHash(byte[] key) => Core.KeyGroups.KeyGroup.Hash(key);
}
