using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Keeps a fixed number of the last records of a window.</summary>
public sealed class CountEvictor : Evictor
{
    private readonly int _count;
    private readonly bool _evictAfter;

    private CountEvictor(int count, bool evictAfter) => (_count, _evictAfter) = (count, evictAfter);

    /// <summary>Creates an evictor that keeps the last <paramref name="count"/> records.</summary>
    /// <param name="count">The number of records, at least 1.</param>
    /// <param name="evictAfter">Whether to evict after the result is computed, which then includes all records.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The count is less than 1.</exception>
    public static CountEvictor Of(int count, bool evictAfter = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => count >= 1
        ? new(count, evictAfter)
        : throw new InvalidJobException($"At {CallSite.Of(file, line)}: an evictor that keeps {count} records would leave every window empty; it must keep 1 or more.");

    /// <inheritdoc/>
    public override Evictor<T> For<T>() => new EvictorOnce<T>(_evictAfter, records => records.RemoveRange(0, Math.Max(0, records.Count - _count)));
}
