namespace Millrace;

/// <summary>One side of an interval join, for the current key.</summary>
/// <param name="buffer">Its records.</param>
/// <param name="life">For how many milliseconds after its time a record can have a partner.</param>
/// <param name="isOuter">Whether a record without a partner gives a result when its time is over.</param>
/// <param name="late">Takes late records; null where they are dropped.</param>
internal sealed class IntervalSide<T>(JoinBuffer<T> buffer, long life, bool isOuter, OutputTag<T>? late)
{
    private readonly List<(TimedPlace Place, BufferedRecord<T> Record)> _unmatched = [];

    public OutputTag<T>? Late => late;

    /// <summary>The watermark at which a record can have no partner any more.</summary>
    public long EndOf(long time) => IntervalBounds.Plus(time, life);

    public void Add(long time, T value, bool isMatched) => buffer.Add(time, new BufferedRecord<T>(value, isOuter && isMatched));

    /// <summary>The records of a range of time, which a record of the other side is paired with.</summary>
    public IEnumerable<(TimedPlace Place, BufferedRecord<T> Record)> Partners((long From, long To) range)
    {
        _unmatched.Clear();
        foreach (var found in buffer.Between(range.From, range.To))
        {
            if (isOuter && !found.Record.IsMatched) _unmatched.Add(found);
            yield return found;
        }
    }

    /// <summary>Notes of the records that were enumerated last that they had a partner.</summary>
    public void MatchPartners()
    {
        foreach (var (place, record) in _unmatched) buffer.Match(place, record);
        _unmatched.Clear();
    }

    /// <summary>Removes the records whose end it is, and hands over those that had no partner and were to have a result.</summary>
    public void End(long watermark, Action<T> onUnmatched)
    {
        var from = IntervalBounds.Plus(watermark, -life);
        // At the end of time end those too whose end would lie behind it.
        if (watermark == long.MaxValue)
        {
            foreach (var (place, _) in buffer.Between(from, long.MaxValue).ToList()) End(place.Time);
            return;
        }

        End(from);

        void End(long time)
        {
            if (isOuter)
            {
                foreach (var (_, record) in buffer.Between(time, time))
                {
                    if (!record.IsMatched) onUnmatched(record.Value);
                }
            }

            buffer.Remove(time);
        }
    }
}
