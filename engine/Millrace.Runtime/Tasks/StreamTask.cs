using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Metrics;
using Millrace.Core.Watermarks;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Exchange;
using Millrace.Runtime.Operators.Sinks;
using Millrace.Runtime.Operators.Sources;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// A subtask: a mailbox and a chain, on one thread at a time. <see cref="Step"/> takes one piece of work, runs the operators and
/// returns. It never blocks: it starts only when every output has room, checks again after each record and each timer, and returns with
/// its position kept when one is full. So a barrier waits for one record at most, at a source for those of one read. The order: mail
/// (cancellation, triggers, confirmations), a slice of the snapshot in flight, the batch in progress, barriers and other control while
/// timers are firing, due timers, and then data round-robin; while ever more processing-time timers are due, data comes in between. Only <c>Post...</c> may be called from other threads.
/// </summary>
internal sealed partial class StreamTask
{
    private readonly ConcurrentQueue<Action> _mail = new();
    private readonly Queue<CheckpointBarrier> _triggers = new();
    private readonly OperatorChain _chain;
    private readonly int[] _places;
    private readonly ITaskEnvironment _environment;
    private readonly TaskGate _gate;
    private readonly TaskOutputs _outputs;
    private readonly TaskTimers _timers;
    private readonly EpochPublishing _publishing;
    private readonly TaskMeasuring _measuring;
    private readonly ChunkWriter _writer;
    private readonly TaskSnapshots _snapshots;
    private readonly CurrentBatch _batch;
    private readonly Overtaking _overtaking;
    private TimeSpan? _wake;
    private TaskPhase _phase;
    private long _stoppedBy;

    /// <summary>Whether an operator has more to put out than there was room for; until it has put it out, nothing else is begun.</summary>
    private bool _paused;

    public StreamTask(OperatorChain chain, IReadOnlyList<IInputChannel> inputs, ITaskEnvironment environment, TimeProvider time, SnapshotOptions? snapshots = null)
    {
        _chain = chain;
        _places = [.. chain.Operators.Select(op => chain.Descriptions.Index().First(d => d.Item.Id == op.Id).Index)];
        _environment = environment;
        _gate = new TaskGate(inputs, chain.Watermarks);
        _outputs = new TaskOutputs(chain.Partitions, time, TimeSpan.FromMilliseconds(100));
        _timers = new TaskTimers(chain.Operators, _places, chain.Position, time);
        _measuring = new TaskMeasuring(chain, _outputs, time);
        _writer = new ChunkWriter(snapshots ?? new SnapshotOptions(), time, environment.Upload);
        _snapshots = new TaskSnapshots(chain.Operators, () => chain.Losses, _places, chain.Position, _writer, _measuring.Checkpoints);
        _publishing = new EpochPublishing([.. chain.Operators.OfType<IEpochSink>()], environment);
        _batch = new CurrentBatch(chain.Inputs, Metrics.Input, time);
        _overtaking = new Overtaking(time);
        foreach (var input in inputs) input.Announce = See;
    }

    public bool IsSource => _chain.Source is not null;

    /// <summary>Whether its input was over in the restored checkpoint, though it may not have been read to its end: it was drained, and is not read on.</summary>
    public bool InputWasOver { get; init; }

    /// <summary>The source; null where the task has none.</summary>
    public ISourceOperator? Source => _chain.Source;

    /// <summary>The task's metrics; may be read from any thread.</summary>
    public TaskMetrics Metrics => _measuring.Metrics;

    /// <summary>The lowest event time that may still come, in milliseconds; the lowest number where nothing is known.</summary>
    public long Watermark => _timers.Watermark;

    private bool HasEnded => _phase == TaskPhase.Ended;

    // A task whose input has ended is not idle: its last watermark counts.
    private bool IsIdle => _phase < TaskPhase.InputOver && (_chain.Source?.IsIdle ?? _gate.IsIdle);

    /// <inheritdoc cref="OperatorChain.Close"/>
    public void Close(Action<string, Exception> onFailure) => OperatorChain.Close(_chain.Operators, onFailure);

    public StepResult Step()
    {
        _measuring.Begin();
        return _measuring.End(StepOnce(), _paused);
    }

    private StepResult StepOnce()
    {
        while (_mail.TryDequeue(out var mail)) mail();
        if (_snapshots.CanCopy) _snapshots.CopySlice();
        _wake = null;
        var result = _overtaking.Barrier is not null && TryOvertake() ? StepResult.Progress : Work();
        // A task that waits for its outputs continues copying.
        if (_snapshots.CanCopy) return StepResult.Progress;
        if (result == StepResult.Waiting) RequestWake();
        return result;
    }

    private void RequestWake()
    {
        if (_overtaking.UntilDue is { } due && !(_wake <= due)) _wake = due;
        if (_wake is { } delay) _environment.WakeAfter(delay);
    }

    private StepResult Work()
    {
        if (!_outputs.Drain()) return StepResult.Waiting;
        if (!Resume()) return Paused();
        if (_outputs.FlushWhenDue()) return StepResult.Progress;
        if (_batch.IsBegun) return ContinueBatch();
        if (_triggers.TryPeek(out var barrier))
        {
            if (HasEnded || !barrier.Drain)
            {
                // What waits for credit when the snapshot begins could not be added to it when the barrier overtakes that later.
                if (barrier.MayOvertake && !IsClear()) return StepResult.Waiting;
                Checkpoint(_triggers.Dequeue());
                return StepResult.Progress;
            }

            if (_chain.Source is not null) EndSource();
        }

        if (!HasEnded && _timers.AreFiring && _restored is null && _gate.TryReceiveControl(out var control)) return Take(control);
        if (!HasEnded && FireTimers() is { } unfinished) return unfinished;
        if (_phase == TaskPhase.InputOver)
        {
            End();
            if (_triggers.Count > 0) return StepResult.Progress;
        }

        return _chain.Source is { } source ? StepSource(source) : StepGate();
    }

    private bool Resume()
    {
        if (!_paused) return true;
        Enter(_chain.Source is not null ? 0 : _chain.Inputs[0].Place);
        _paused = !(_chain.Source?.Resume() ?? _chain.Inputs[0].Resume());
        Enter(ChainPosition.None);
        return !_paused;
    }

    /// <summary>Returns null when none is due any more; the watermark is emitted after the output of its timers.</summary>
    private StepResult? FireTimers()
    {
        if (_timers.Fire(out var isCutShort))
        {
            _outputs.Advance(_timers.Forward(), IsIdle);
            Metrics.Watermark = _timers.Watermark;
            return null;
        }

        _paused = true;
        return isCutShort ? StepResult.Progress : StepResult.Waiting;
    }

    private StepResult ContinueBatch()
    {
        Enter(_batch.Place);
        _paused = !_batch.Process();
        Enter(ChainPosition.None);
        if (!_batch.IsBegun) Look();
        return _paused ? Paused() : StepResult.Progress;
    }

    /// <summary>Handles an operator that has more to do than there is room for, or than a step may do.</summary>
    private StepResult Paused()
    {
        if (!_chain.Operators.Any(static op => op.IsCutShort)) return StepResult.Waiting;
        _outputs.FlushWhenDue();
        return StepResult.Progress;
    }

    private StepResult StepSource(ISourceOperator source)
    {
        if (_phase is TaskPhase.Stopped or TaskPhase.Ended) return Wait();
        if (InputWasOver)
        {
            EndSource();
            return StepResult.Progress;
        }

        Enter(0);
        var result = source.Read();
        _measuring.OnRead(source.Records);
        _paused = !source.Resume();
        Enter(ChainPosition.None);
        var hasAdvanced = source.Watermark > _timers.Watermark;
        if (hasAdvanced) _timers.Advance(source.Watermark);
        if (result == ReadResult.EndOfInput)
        {
            EndSource();
            return StepResult.Progress;
        }

        if (_paused) return StepResult.Waiting;
        // Before the source waits, its watermark and status are emitted: otherwise they would wait for the next record, however late that is.
        if (hasAdvanced || IsIdle != _outputs.IsIdle) return StepResult.Progress;
        if (source.Pause is var pause && pause > TimeSpan.Zero) return Wait(pause);
        return result == ReadResult.NothingAvailable ? Wait(source.UntilNextLook) : StepResult.Progress;
    }

    private void EndSource()
    {
        _timers.Advance(Timestamps.MaxWatermark);
        _phase = TaskPhase.InputOver;
    }

    private StepResult StepGate()
    {
        if (_restored is not null) return StepRestored(_restored);
        if (_gate.TryReceive(out var received)) return Take(received);
        return Look() ? StepResult.Progress : Wait(_gate.UntilNextLook);
    }

    /// <summary>Updates the watermark generated by the head of the chain; returns false if there is none, or it is unchanged.</summary>
    private bool Look()
    {
        if (_chain.Watermarks is null) return false;
        Enter(0);
        var hasChanged = _gate.Look();
        Enter(ChainPosition.None);
        if (hasChanged) _timers.Advance(_gate.Watermark);
        return hasChanged;
    }

    private StepResult Take(Received received)
    {
        if (received.WatermarkAdvanced) _timers.Advance(_gate.Watermark);
        if (received.Element is BarrierElement { Barrier: var arrived })
        {
            _overtaking.See(arrived);
            _measuring.Checkpoints.OnBarrier(arrived.Checkpoint, received.Aligned is not null);
        }

        switch (received.Element)
        {
            case { IsBatch: true } batch:
                _batch.Begin(batch, received.Channel);
                return ContinueBatch();
            // The output of timers fired by the end of input comes before a barrier that drains.
            case BarrierElement when received.Aligned is { } barrier && ((barrier.Drain && !HasEnded) || barrier.MayOvertake):
                _triggers.Enqueue(barrier);
                break;
            case BarrierElement when received.Aligned is { } barrier:
                Checkpoint(barrier);
                break;
            case EndOfInputElement when _gate.AllEnded:
                _phase = TaskPhase.InputOver;
                break;
        }

        return StepResult.Progress;
    }

    private StepResult Wait(TimeSpan? wake = null)
    {
        if (!HasEnded && _timers.HavePassed) return StepResult.Progress;
        _outputs.Flush();
        if (!HasEnded && _timers.UntilNext is { } due && !(wake <= due)) wake = due;
        _wake = wake;
        return StepResult.Waiting;
    }

    private void End()
    {
        _phase = TaskPhase.Ended;
        for (var i = 0; i < _places.Length; i++)
        {
            Enter(_places[i]);
            _chain.Operators[i].EndInput();
            Enter(ChainPosition.None);
        }

        _outputs.Broadcast(EndOfInputElement.Instance);
        _environment.InputEnded();
    }

    private void Enter(int place) => _chain.Position.Operator = place;
}
