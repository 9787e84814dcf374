namespace Millrace;

/// <summary>
/// The records of one side of the current key, by time. Looking for those between two times reads these and no others, and adding and
/// removing cost the same however many there are.
/// </summary>
internal sealed class JoinBuffer<T>(TimedRecords<BufferedRecord<T>> records, TimeIndex times)
{
    public void Add(long time, BufferedRecord<T> record)
    {
        if (records.Add(time, record)) times.Add(time);
    }

    /// <summary>The records from one time to another, both included.</summary>
    public IEnumerable<(TimedPlace Place, BufferedRecord<T> Record)> Between(long from, long to) => times.Between(from, to).SelectMany(records.At);

    /// <summary>Notes that a record had a partner.</summary>
    public void Match(TimedPlace place, BufferedRecord<T> record) => records.Replace(place, record with { IsMatched = true });

    /// <summary>Removes the records of a time.</summary>
    public void Remove(long time)
    {
        records.Remove(time);
        times.Remove(time);
    }
}
