namespace Millrace;

/// <summary>An evictor that removes records the same way, either before or after the result is computed.</summary>
internal sealed class EvictorOnce<T>(bool evictAfter, Action<List<WindowRecord<T>>> evict) : Evictor<T>
{
    public override void EvictBefore(List<WindowRecord<T>> records, TimeWindow window)
    {
        if (!evictAfter) evict(records);
    }

    public override void EvictAfter(List<WindowRecord<T>> records, TimeWindow window)
    {
        if (evictAfter) evict(records);
    }
}
