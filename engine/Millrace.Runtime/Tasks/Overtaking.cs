using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.Tasks;

/// <summary>The barrier that a task aligns, if it may overtake records, and when it does.</summary>
/// <param name="time">The clock.</param>
internal sealed class Overtaking(TimeProvider time)
{
    private long _since;
    private long _latest;

    /// <summary>The barrier; null if there is none.</summary>
    public CheckpointBarrier? Barrier { get; private set; }

    /// <summary>Whether the time for alignment is over.</summary>
    public bool IsDue => Barrier is { } barrier && time.GetElapsedTime(_since) >= barrier.AlignmentTimeout;

    /// <summary>The time until it is over, at least a millisecond; null if no barrier is aligned or it is over.</summary>
    public TimeSpan? UntilDue
    {
        get
        {
            if (Barrier is not { AlignmentTimeout: { } timeout }) return null;
            var left = timeout - time.GetElapsedTime(_since);
            return left <= TimeSpan.Zero ? null : left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left;
        }
    }

    /// <summary>A barrier has arrived on some channel, or was triggered. Behind one that has overtaken records elsewhere nothing is waited for.</summary>
    public void See(CheckpointBarrier barrier)
    {
        if (!barrier.MayOvertake || barrier.Checkpoint <= _latest || barrier.Checkpoint < Barrier?.Checkpoint) return;
        if (Barrier?.Checkpoint != barrier.Checkpoint) (_since, Barrier) = (time.GetTimestamp(), barrier);
        else if (barrier.AlignmentTimeout < Barrier?.AlignmentTimeout) Barrier = barrier;
    }

    /// <summary>The checkpoint was taken or aborted.</summary>
    public void End(long checkpoint)
    {
        _latest = Math.Max(_latest, checkpoint);
        if (Barrier?.Checkpoint <= checkpoint) Barrier = null;
    }
}
