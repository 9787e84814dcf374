namespace Millrace;

/// <summary>Fires at every n-th record of a window; when windows become one, their records since the last firing count together.</summary>
/// <param name="count">How many records, 1 or more.</param>
public sealed class CountTrigger(long count) : Trigger<long>
{
    private readonly long _count = count >= 1
        ? count
        : throw new InvalidJobException($"A count trigger of {count} would never fire; it must be 1 or more.");

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
