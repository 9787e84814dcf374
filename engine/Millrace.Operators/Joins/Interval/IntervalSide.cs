namespace Millrace;

/// <summary>One side of an interval join, for the current key.</summary>
/// <param name="buffer">The side's records.</param>
/// <param name="life">How many milliseconds after its time a record can still get a partner.</param>
/// <param name="isOuter">Whether a record without a partner yields a result when its time has passed.</param>
/// <param name="late">Takes late records; null if they are dropped.</param>
internal sealed class IntervalSide<T>(JoinBuffer<T> buffer, long life, bool isOuter, OutputTag<T>? late)
{
    private readonly List<(TimedPlace Place, BufferedRecord<T> Record)> _unmatched = [];

    public OutputTag<T>? Late => late;

    /// <summary>Returns the watermark from which a record can no longer get a partner.</summary>
    public long EndOf(long time) => IntervalBounds.Plus(time, life);

    public void Add(long time, T value, bool isMatched) => buffer.Add(time, new BufferedRecord<T>(value, isOuter && isMatched));

    /// <summary>Returns the records in a time range, as partners for a record of the other side.</summary>
    public IEnumerable<(TimedPlace Place, BufferedRecord<T> Record)> Partners((long From, long To) range)
    {
        _unmatched.Clear();
        foreach (var found in buffer.Between(range.From, range.To))
        {
            if (isOuter && !found.Record.IsMatched) _unmatched.Add(found);
            yield return found;
        }
    }

    /// <summary>Marks the records of the last enumeration as having a partner.</summary>
    public void MatchPartners()
    {
        foreach (var (place, record) in _unmatched) buffer.Match(place, record);
        _unmatched.Clear();
    }

    /// <summary>Removes the records that end at a watermark, and passes on those without a partner that are due a result.</summary>
    public void End(long watermark, Action<T> onUnmatched)
    {
        var from = IntervalBounds.Plus(watermark, -life);
        // At the final watermark, also end those whose end would be past it.
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
