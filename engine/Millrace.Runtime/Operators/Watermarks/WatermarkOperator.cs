using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Sides;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Watermarks;

/// <summary>
/// Assigns event times to records, and generates watermarks from them, like a source whose only split is everything that the subtask sees.
/// Its watermark is state: after a restore each subtask resumes from the lowest one of the old subtasks.
/// </summary>
/// <param name="description">The operator.</param>
/// <param name="strategy">Determines event times and watermarks.</param>
/// <param name="errors">Takes records whose event time cannot be read; null where that fails the job.</param>
/// <param name="time">The clock.</param>
/// <param name="next">Takes the records.</param>
internal sealed class WatermarkOperator<T>(JobOperator description, WatermarkStrategy<T> strategy, RecordErrors<T>? errors, TimeProvider time, Receiver<T> next)
    : Receiver<T>, IWatermarkOperator
{
    private readonly SplitProgress _records = new(new SourceSplit("records", 0), new SplitState("records", 0, null, false, Timestamps.None, Timestamps.None), 0);
    private readonly SplitWatermarks<T> _splitWatermarks = new(strategy, time);
    private SourceWatermark _watermark = null!;
    private readonly SplitIdleness? _idleness = strategy.Idleness is { } timeout ? new SplitIdleness(timeout, bounded: false, time) : null;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public long Watermark => _watermark.Current;

    public bool IsIdle => _watermark.IsIdle;

    public TimeSpan? UntilNextLook => _splitWatermarks.UntilNextLook(_idleness);

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        _splitWatermarks.Add(_records);
        _watermark = new SourceWatermark(_splitWatermarks.Of);
        _watermark.Add(_records);
        _watermark.Restore(restored);
        Look();
    }

    public override bool Push(T value, long timestamp)
    {
        try
        {
            timestamp = _splitWatermarks.OnEvent(_records, value, timestamp);
        }
        catch (Exception e) when (errors?.Covers(e) == true)
        {
            errors.Take(value, timestamp, e);
            return Resume();
        }

        _records.Moved = true;
        var room = next.Push(value, timestamp);
        if (!room) _idleness?.Pause();
        return room;
    }

    public override bool Resume()
    {
        var room = next.Resume() & (errors?.Resume() ?? true);
        if (!room) _idleness?.Pause();
        return room;
    }

    public void Look()
    {
        _idleness?.OnRead(ReadResult.NothingAvailable, _watermark.Splits);
        _splitWatermarks.OnRead();
        _watermark.Update();
    }

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer) => _watermark.Snapshot(writer);

    public void Close() { }
}
