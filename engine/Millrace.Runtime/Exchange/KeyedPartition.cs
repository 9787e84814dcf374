using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;

namespace Millrace.Runtime.Exchange;

/// <summary>Sends each record to the owner of its key's key group, with the key's canonical bytes and their hash.</summary>
internal sealed class KeyedPartition<TKey, T>(
    IReadOnlyList<IOutputChannel> channels, int batchSize, Func<T, TKey> keyOf, KeyCodec<TKey> codec, KeyGroupAssignment assignment)
    : ResultPartition<T>(channels, batchSize, keyed: true)
{
    private readonly KeyBuffer _key = new();

    public override bool Push(T value, long timestamp) => Subpartitions.Length == 1 ? PushToOnly(value, timestamp) : PushToOwner(value, timestamp);

    // One consumer owns all key groups: the key is written straight into the batch, and its owner is not looked up.
    private bool PushToOnly(T value, long timestamp)
    {
        var subpartition = Subpartitions[0];
        var batch = subpartition.Open;
        var start = batch.Keys.Length;
        codec.Encode(keyOf(value), batch.Keys);
        batch.Add(value, timestamp, KeyGroup.Hash(batch.Keys.Written[start..]));
        return batch.IsFull ? Send(subpartition) : HasRoom;
    }

    private bool PushToOwner(T value, long timestamp)
    {
        _key.Clear();
        codec.Encode(keyOf(value), _key);
        var hash = KeyGroup.Hash(_key.Written);
        var subpartition = Subpartitions[assignment.OwnerOf(KeyGroup.Of(hash, assignment.MaxParallelism))];
        var batch = subpartition.Open;
        batch.Keys.Append(_key.Written);
        batch.Add(value, timestamp, hash);
        return batch.IsFull ? Send(subpartition) : HasRoom;
    }
}
