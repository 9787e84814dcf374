namespace Millrace;

/// <summary>Keeps the records of a window that differ little from its last one.</summary>
public static class DeltaEvictor
{
    /// <summary>Creates an evictor that removes the records whose difference from the last one is <paramref name="threshold"/> or more.</summary>
    /// <param name="threshold">The smallest difference for which a record is removed.</param>
    /// <param name="differenceOf">Returns the difference of a record, passed first, from the last one.</param>
    /// <param name="evictAfter">Whether to evict after the result is computed, which then includes all records.</param>
    public static Evictor<T> Of<T>(double threshold, Func<T, T, double> differenceOf, bool evictAfter = false) => new EvictorOnce<T>(evictAfter, records =>
    {
        if (records.Count == 0) return;
        var last = records[^1].Value;
        records.RemoveAll(r => differenceOf(r.Value, last) >= threshold);
    });
}
