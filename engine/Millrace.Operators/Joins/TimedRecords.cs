namespace Millrace;

/// <summary>The current key's records by exact time, each as a separate entry; records with the same time are in arrival order.</summary>
/// <param name="records">The records.</param>
/// <param name="counts">The record counts of times that have more than one.</param>
internal sealed class TimedRecords<T>(MapState<TimedPlace, T> records, MapState<long, int> counts)
{
    /// <summary>Adds a record.</summary>
    /// <returns>Whether it is the first with its time.</returns>
    public bool Add(long time, T value)
    {
        var count = Count(time);
        records.Put(new TimedPlace(time, count), value);
        if (count > 0) counts.Put(time, count + 1);
        return count == 0;
    }

    public void Replace(TimedPlace place, T value) => records.Put(place, value);

    /// <summary>Returns the records with a given time.</summary>
    public IEnumerable<(TimedPlace Place, T Value)> At(long time)
    {
        var count = Count(time);
        for (var index = 0; index < count; index++)
        {
            var place = new TimedPlace(time, index);
            if (records.TryGet(place, out var value)) yield return (place, value);
        }
    }

    /// <summary>Removes the records with a given time.</summary>
    public void Remove(long time)
    {
        var count = Count(time);
        for (var index = 0; index < count; index++) records.Remove(new TimedPlace(time, index));
        if (count > 1) counts.Remove(time);
    }

    private int Count(long time) => counts.TryGet(time, out var count) ? count : records.Contains(new TimedPlace(time, 0)) ? 1 : 0;
}
