using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Keeps the records of a window that are not much older than its newest one.</summary>
public sealed class TimeEvictor : Evictor
{
    private readonly long _length;
    private readonly bool _evictAfter;

    private TimeEvictor(long length, bool evictAfter) => (_length, _evictAfter) = (length, evictAfter);

    /// <summary>
    /// Creates an evictor that keeps the records less than <paramref name="length"/> older than the newest one, or all if they have no times.
    /// </summary>
    /// <param name="length">Whole milliseconds, more than 0.</param>
    /// <param name="evictAfter">Whether to evict after the result is computed, which then includes all records.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The length is not a positive whole number of milliseconds.</exception>
    public static TimeEvictor Of(TimeSpan length, bool evictAfter = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        WindowLengths.Problem("Evictors", "length", length) is { } problem
            ? throw new InvalidJobException($"At {CallSite.Of(file, line)}: {problem}.")
            : new((long)length.TotalMilliseconds, evictAfter);

    /// <inheritdoc/>
    public override Evictor<T> For<T>() => new EvictorOnce<T>(_evictAfter, records =>
    {
        if (records.Count == 0) return;
        var newest = records.Max(static r => r.Timestamp);
        records.RemoveAll(r => r.Timestamp != Timestamps.None && r.Timestamp <= newest - _length);
    });
}
