using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Fires at every n-th record of a window; when windows merge, their records since the last firing count together.</summary>
/// <param name="count">The number of records, at least 1.</param>
/// <param name="file">Filled in by the compiler.</param>
/// <param name="line">Filled in by the compiler.</param>
/// <exception cref="InvalidJobException">The count is less than 1.</exception>
public sealed class CountTrigger(long count, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Trigger<long>
{
    private readonly long _count = count >= 1
        ? count
        : throw new InvalidJobException($"At {CallSite.Of(file, line)}: a count trigger of {count} would never fire; it must be 1 or more.");

    /// <inheritdoc/>
    public override bool CanMerge => true;

    /// <inheritdoc/>
    public override TriggerResult OnElement(long timestamp, ref long state, TriggerContext context)
    {
        if (++state < _count) return TriggerResult.Continue;
        state = 0;
        return TriggerResult.Fire;
    }

    /// <inheritdoc/>
    public override long Merge(long a, long b) => a + b;
}
