namespace Millrace;

/// <summary>
/// The records of one side of the current key, by time. They lie in buckets of one length, each record an entry of its own, so that
/// looking for those between two times reads the buckets there, and no others.
/// </summary>
internal sealed class JoinBuffer<T>(MapState<long, int> counts, MapState<BufferPlace, BufferedRecord<T>> records, long bucketLength)
{
    public void Add(long time, T value)
    {
        var bucket = BucketOf(time);
        counts.TryGet(bucket, out var count);
        records.Put(new BufferPlace(bucket, count), new BufferedRecord<T>(time, value));
        counts.Put(bucket, count + 1);
    }

    /// <summary>The records from one time to another, both included.</summary>
    public IEnumerable<BufferedRecord<T>> Between(long from, long to)
    {
        for (var bucket = BucketOf(from); bucket <= BucketOf(to); bucket++)
        {
            if (!counts.TryGet(bucket, out var count)) continue;
            for (var index = 0; index < count; index++)
            {
                if (records.TryGet(new BufferPlace(bucket, index), out var record) && record.Time >= from && record.Time <= to) yield return record;
            }
        }
    }

    /// <summary>Removes the records of a time.</summary>
    public void Remove(long time)
    {
        var bucket = BucketOf(time);
        if (!counts.TryGet(bucket, out var count)) return;
        var kept = 0;
        for (var index = 0; index < count; index++)
        {
            records.TryGet(new BufferPlace(bucket, index), out var record);
            if (record.Time == time) continue;
            if (kept < index) records.Put(new BufferPlace(bucket, kept), record);
            kept++;
        }

        for (var index = kept; index < count; index++) records.Remove(new BufferPlace(bucket, index));
        if (kept == 0) counts.Remove(bucket);
        else if (kept < count) counts.Put(bucket, kept);
    }

    // Rounds down for times before the epoch too.
    private long BucketOf(long time) => time >= 0 ? time / bucketLength : ((time + 1) / bucketLength) - 1;
}
