using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Keeps the last records of a window, so many.</summary>
public sealed class CountEvictor : Evictor
{
    private readonly int _count;
    private readonly bool _evictAfter;

    private CountEvictor(int count, bool evictAfter) => (_count, _evictAfter) = (count, evictAfter);

    /// <summary>Keeps the last <paramref name="count"/> records.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="evictAfter">Whether the others leave after the result is made, which then is made of all.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The count is below 1.</exception>
    public static CountEvictor Of(int count, bool evictAfter = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => count >= 1
        ? new(count, evictAfter)
        : throw new InvalidJobException($"At {CallSite.Of(file, line)}: an evictor that keeps {count} records would leave no window any; it must keep 1 or more.");

    /// <inheritdoc/>
    public override Evictor<T> For<T>() => new EvictorOnce<T>(_evictAfter, records => records.RemoveRange(0, Math.Max(0, records.Count - _count)));
}
