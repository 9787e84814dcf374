using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>
/// The lifecycle of a non-keyed function and its watermark, which is state: after a restore the lowest of the old subtasks. Its records come in through one <see cref="ProcessReceiver{TIn, TOut}"/> per input.
/// </summary>
internal sealed class FunctionOperator(JobOperator description, StreamFunction function, FunctionContext context, OperatorTime time, OperatorStateBackend state)
    : IFunctionOperator
{
    private bool _isOpened;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public StreamFunction Function => function;

    public long Watermark => time.CurrentWatermark;

    public Counter LateRecords => context.LateRecords;

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        state.Open(function, restored);
        time.Restore(restored);
        _isOpened = true;
        function.Open(context);
    }

    public bool AdvanceWatermark(long watermark, ref int budget)
    {
        time.CurrentWatermark = Math.Max(time.CurrentWatermark, watermark);
        return true;
    }

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        time.Snapshot(writer);
        state.Snapshot(writer);
    }

    public void Close()
    {
        if (_isOpened) function.Close();
    }
}
