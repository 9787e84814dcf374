namespace Millrace;

/// <summary>Keeps the records of a window that differ little from its last one.</summary>
public static class DeltaEvictor
{
    /// <summary>Removes the records whose difference from the last one is <paramref name="threshold"/> or more.</summary>
    /// <param name="threshold">The least difference with which a record leaves.</param>
    /// <param name="differenceOf">The difference of a record, given first, from the last one.</param>
    /// <param name="evictAfter">Whether they leave after the result is made, which then is made of all.</param>
    public static Evictor<T> Of<T>(double threshold, Func<T, T, double> differenceOf, bool evictAfter = false) => new EvictorOnce<T>(evictAfter, records =>
    {
        if (records.Count == 0) return;
        var last = records[^1].Value;
        records.RemoveAll(r => differenceOf(r.Value, last) >= threshold);
    });
}
