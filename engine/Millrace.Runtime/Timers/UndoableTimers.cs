using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.Timers;

/// <summary>The timers of the current key, whose changes are recorded.</summary>
internal sealed class UndoableTimers<TKey>(HeapTimerService<TKey> timers, RecordUndo undo) : ITimerService
{
    public long CurrentWatermark => timers.CurrentWatermark;

    public long CurrentProcessingTime => timers.CurrentProcessingTime;

    public void RegisterEventTimeTimer(long timestamp) => Register(TimeDomain.EventTime, timestamp);

    public void DeleteEventTimeTimer(long timestamp) => Delete(TimeDomain.EventTime, timestamp);

    public void RegisterProcessingTimeTimer(long timestamp) => Register(TimeDomain.ProcessingTime, timestamp);

    public void DeleteProcessingTimeTimer(long timestamp) => Delete(TimeDomain.ProcessingTime, timestamp);

    private void Register(TimeDomain domain, long timestamp)
    {
        if (timers.Register(domain, timestamp) && undo.IsNoting) undo.Note(() => timers.Delete(domain, timestamp));
    }

    private void Delete(TimeDomain domain, long timestamp)
    {
        if (timers.Delete(domain, timestamp) && undo.IsNoting) undo.Note(() => timers.Register(domain, timestamp));
    }
}
