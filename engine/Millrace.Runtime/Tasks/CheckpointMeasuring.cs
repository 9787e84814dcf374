using Millrace.Core.Checkpoints;
using Millrace.Core.Metrics;

namespace Millrace.Runtime.Tasks;

/// <summary>Measures a task's part of checkpoints: how long barriers are aligned, and how long the task stands still for the snapshot.</summary>
internal sealed class CheckpointMeasuring(TimeProvider time, TaskMetrics metrics)
{
    private long _aligning;
    private long _alignedSince;
    private TimeSpan _aligned;
    private long _sliceBegun;
    private TimeSpan _copied;

    /// <summary>Called when a barrier has arrived.</summary>
    /// <param name="checkpoint">The barrier's checkpoint.</param>
    /// <param name="isLast">Whether it was the last one of the alignment.</param>
    public void OnBarrier(long checkpoint, bool isLast)
    {
        if (_aligning != checkpoint) (_aligning, _alignedSince) = (checkpoint, time.GetTimestamp());
        if (!isLast) return;
        _aligned = time.GetElapsedTime(_alignedSince);
        metrics.Meter?.Took(CheckpointPhase.Alignment, _aligned);
    }

    /// <summary>A snapshot begins, with its first slice.</summary>
    public void BeginSnapshot()
    {
        _copied = TimeSpan.Zero;
        BeginSlice();
    }

    public void BeginSlice() => _sliceBegun = time.GetTimestamp();

    public void EndSlice()
    {
        var copied = time.GetElapsedTime(_sliceBegun);
        _copied += copied;
        metrics.Meter?.Took(CheckpointPhase.Copying, copied);
    }

    /// <summary>What the snapshot has taken until now. A source has no barriers.</summary>
    public SubtaskFigures FiguresOf(long checkpoint) => new(_aligning == checkpoint ? _aligned : TimeSpan.Zero, _copied);
}
