namespace Millrace;

/// <summary>
/// The current key's records on one side, by time. A range query reads only the records in the range, and adding and removing cost the same however
/// many there are.
/// </summary>
internal sealed class JoinBuffer<T>(TimedRecords<BufferedRecord<T>> records, TimeIndex times)
{
    public void Add(long time, BufferedRecord<T> record)
    {
        if (records.Add(time, record)) times.Add(time);
    }

    /// <summary>Returns the records in a time range, both ends inclusive.</summary>
    public IEnumerable<(TimedPlace Place, BufferedRecord<T> Record)> Between(long from, long to) => times.Between(from, to).SelectMany(records.At);

    /// <summary>Marks a record as having a partner.</summary>
    public void Match(TimedPlace place, BufferedRecord<T> record) => records.Replace(place, record with { IsMatched = true });

    /// <summary>Removes the records with a given time.</summary>
    public void Remove(long time)
    {
        records.Remove(time);
        times.Remove(time);
    }
}
