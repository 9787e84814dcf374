using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;

namespace Millrace.Runtime.Exchange;

/// <summary>Sends each record to the owner of its key's key group, with the hash of the key's canonical bytes.</summary>
internal sealed class KeyedPartition<TKey, T>(
    IReadOnlyList<Channel> channels, int batchSize, Func<T, TKey> keyOf, KeyCodec<TKey> codec, KeyGroupAssignment assignment)
    : ResultPartition<T>(channels, batchSize, keyed: true)
{
    private readonly KeyBuffer _key = new();

    public override bool Push(T value, long timestamp)
    {
        _key.Clear();
        codec.Encode(keyOf(value), _key);
        var hash = KeyGroup.Hash(_key.Written);
        var owner = assignment.OwnerOf(KeyGroup.Of(hash, assignment.MaxParallelism));
        var subpartition = Subpartitions[owner];
        var batch = subpartition.Open;
        batch.Hashes[batch.Count] = hash;
        batch.Add(value, timestamp);
        return batch.IsFull ? Send(subpartition) : HasRoom;
    }
}
