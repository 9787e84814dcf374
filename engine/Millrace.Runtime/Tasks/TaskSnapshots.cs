using Millrace.Core.Checkpoints;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// The snapshots of a task. At the barrier small state is written and the rest is marked; <see cref="CopySlice"/> copies that between
/// batches. At most one is in flight: another barrier aborts it.
/// </summary>
/// <param name="operators">The operators, in the order in which records pass them.</param>
/// <param name="losses">Returns what the task has dropped so far.</param>
/// <param name="places">Their places in the chain.</param>
/// <param name="position">Set to the running operator.</param>
/// <param name="writer">Takes the state.</param>
/// <param name="measuring">Measures it.</param>
internal sealed class TaskSnapshots(
    IReadOnlyList<IStreamOperator> operators, Func<Losses> losses, IReadOnlyList<int> places, ChainPosition position, ChunkWriter writer, CheckpointMeasuring measuring)
{
    private readonly Queue<(int Operator, IStateSnapshot Snapshot)> _left = new();
    private CheckpointBarrier _barrier;
    private SnapshotEnd? _end;
    private InFlightSnapshot? _inFlight;

    /// <summary>Whether something is left that can be copied now; false also while the edge takes no more chunks.</summary>
    public bool CanCopy => _end is not null && writer.HasChunk;

    /// <summary>Begins the snapshot of a checkpoint.</summary>
    /// <param name="barrier">Its barrier.</param>
    /// <param name="finished">Whether the task has ended its input.</param>
    /// <param name="inFlight">The records that the barrier has overtaken; null if it was aligned.</param>
    public void Begin(CheckpointBarrier barrier, bool finished, InFlightSnapshot? inFlight = null)
    {
        if (_end is not null) Abort(_barrier.Checkpoint);
        measuring.BeginSnapshot();
        var request = new SnapshotRequest(barrier.Checkpoint, barrier.Base, barrier.IsFull);
        (_barrier, _end, _inFlight) = (barrier, new SnapshotEnd(finished, losses()), inFlight);
        writer.Begin(barrier);
        for (var i = 0; i < operators.Count; i++)
        {
            position.Operator = places[i];
            writer.Operator = operators[i].Id;
            operators[i].Snapshot(barrier, writer);
            foreach (var state in operators[i].States) _left.Enqueue((i, state.BeginSnapshot(request)));
            position.Operator = ChainPosition.None;
        }

        EndSlice();
    }

    /// <summary>Copies a slice, if possible.</summary>
    public void CopySlice()
    {
        measuring.BeginSlice();
        writer.BeginSlice();
        while (writer.HasRoom && _left.TryPeek(out var next))
        {
            position.Operator = places[next.Operator];
            writer.Operator = operators[next.Operator].Id;
            if (next.Snapshot.Copy(writer)) _left.Dequeue();
            position.Operator = ChainPosition.None;
        }

        if (_left.Count == 0 && _inFlight is { } overtaken && overtaken.Copy(writer)) (_end, _inFlight) = (_end! with { IsUnaligned = true, InFlight = overtaken.Written }, null);
        EndSlice();
    }

    /// <summary>Aborts the snapshot in flight, if it is that of the checkpoint or of an earlier one.</summary>
    public void Abort(long checkpoint)
    {
        if (_end is null || _barrier.Checkpoint > checkpoint) return;
        foreach (var op in operators)
        {
            foreach (var state in op.States) state.Abort(_barrier.Checkpoint);
        }

        _left.Clear();
        _inFlight?.Abandon();
        (_end, _inFlight) = (null, null);
        writer.Drop();
    }

    public void Complete(long checkpoint)
    {
        foreach (var op in operators)
        {
            foreach (var state in op.States) state.Complete(checkpoint);
        }
    }

    public void Restored(long checkpoint)
    {
        foreach (var op in operators)
        {
            foreach (var state in op.States) state.Restored(checkpoint);
        }
    }

    private void EndSlice()
    {
        if (_left.Count > 0 || _inFlight is not null)
        {
            writer.EndSlice();
            measuring.EndSlice();
            return;
        }

        measuring.EndSlice();
        writer.End(_end! with { Figures = measuring.FiguresOf(_barrier.Checkpoint) });
        _end = null;
    }
}
