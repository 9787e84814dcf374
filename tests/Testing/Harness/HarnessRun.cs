using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.Snapshots;
using Millrace.Testing;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;

namespace Millrace.Tests.Testing.Harness;

/// <summary>One run of a script, or of a job with its own sources, under one variation.</summary>
internal sealed class HarnessRun<TIn, TOut>
{
    private const long TooManySteps = 50_000;
    private const int MaxParallelism = 12;

    private readonly IReadOnlyList<ScriptStep<TIn>> _script;
    private readonly Action<StreamEnvironment, FrozenLedger, RunOutput<TOut>> _define;
    private readonly Variation _variation;
    private readonly SerializerCache _serializers;
    private readonly FrozenLedger _ledger;
    private readonly VirtualTime _time = new();
    private readonly VirtualClock _clock;
    private readonly RunOutput<TOut> _output;
    private StreamAttempt _instance;
    private long _watermark = long.MinValue;
    private long _checkpoint;
    private long _restored;
    private long _restoredAtStep;
    private int _attempt;
    private int _fed;
    private bool _holdsWatermark;

    public HarnessRun(IReadOnlyList<ScriptStep<TIn>> script, Action<StreamEnvironment, FrozenLedger, RunOutput<TOut>> define, Variation variation, SerializerCache serializers)
    {
        (_script, _define, _variation, _serializers) = (script, define, variation, serializers);
        _ledger = new FrozenLedger(serializers);
        _output = new RunOutput<TOut>(serializers.For<TOut>());
        _clock = new VirtualClock(_time, DateTimeOffset.UnixEpoch);
        _instance = Start([]);
    }

    public RunOutput<TOut> Execute()
    {
        while (_fed < _script.Count)
        {
            Feed(_fed++);
            if (_holdsWatermark && _script[_fed - 1] is not WatermarkStep<TIn>) SendWatermark();
            _holdsWatermark = false;
            Settle();
            if (_variation.RestoreEveryElements > 0 && _fed % _variation.RestoreEveryElements == 0) Restore();
        }

        Settle();
        while (!_instance.Tasks.All(static t => t.Ended)) WaitForTime();
        End();
        _ledger.Verify();
        return _output;
    }

    private StreamAttempt Start(IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> restored)
    {
        var parallelism = _variation.Parallelisms[_attempt % _variation.Parallelisms.Count];
        _restored = _checkpoint;
        var settings = new AttemptSettings(++_attempt, parallelism, MaxParallelism, _checkpoint, restored) { BatchSize = _variation.BatchSize, Tight = _variation.Tight, Remote = _variation.Remote, Unaligned = _variation.Unaligned };
        return new StreamAttempt(env => _define(env, _ledger, _output), settings, _clock, _serializers);
    }

    private void Feed(int at)
    {
        switch (_script[at])
        {
            case RecordStep<TIn> record:
                _ledger.Note(record.Value, $"Input record {record.Value}");
                ((PlayedInput<TIn>)_instance.Inputs[record.Input]).Push(record.Value, record.Timestamp);
                break;
            case WatermarkStep<TIn> watermark:
                _watermark = watermark.Timestamp;
                Send(new WatermarkElement(_watermark));
                break;
            case TimeStep<TIn> time:
                _instance.Flush();
                Settle();
                _time.AdvanceTo(time.Milliseconds * TimeSpan.TicksPerMillisecond);
                break;
            case EndStep<TIn>:
                _watermark = long.MaxValue;
                Send(new WatermarkElement(_watermark));
                Send(EndOfInputElement.Instance);
                break;
        }
    }

    private void SendWatermark()
    {
        if (_watermark != long.MinValue) Send(new WatermarkElement(_watermark));
    }

    private void Send(StreamElement control) => _instance.Send(control);

    /// <summary>Steps until every task waits and the output is taken; restores in between where the variation says so.</summary>
    private void Settle(bool mayRestore = true)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in _instance.Tasks)
            {
                if (!task.Step()) continue;
                ran = true;
                if (++_output.Steps > TooManySteps) throw new HarnessException("The tasks do not come to rest.");
                if (!mayRestore || !IsRestoreDue()) continue;
                Restore();
                break;
            }

            if (_variation.Tight) ran = ran || TakeOne();
            else while (TakeOne()) ran = true;
        }
    }

    private bool TakeOne() => _instance.Outputs.Any(static o => o.TakeOne());

    // Each instance lives one step longer than the previous one; otherwise a short interval would leave no time for anything but restoring.
    private bool IsRestoreDue() =>
        _output.Steps == _variation.RestoreAtStep
        || (_variation.RestoreEverySteps > 0 && _output.Steps - _restoredAtStep >= _variation.RestoreEverySteps + _attempt);

    /// <summary>Takes a checkpoint, discards the instance and resumes from the checkpoint with a new one.</summary>
    private void Restore()
    {
        _instance.Trigger(new CheckpointBarrier(++_checkpoint, Base: _restored, AlignmentTimeout: _variation.Unaligned ? TimeSpan.Zero : null, InFlightLimit: int.MaxValue));
        if (_variation.Aftermath) FeedAftermath();
        Settle(mayRestore: false);
        var blocks = _instance.Blocks(_checkpoint);
        if (!_instance.Outputs.All(static o => o.IsCut)) throw new HarnessException($"The barrier of checkpoint {_checkpoint} did not come out.");
        if (!_variation.LosePermits) Permit();
        _instance.Close();
        _instance = Start(blocks);
        _restoredAtStep = _output.Steps;
        _holdsWatermark = _variation.HoldsWatermark && _fed < _script.Count && _script[_fed] is RecordStep<TIn>;
        if (!_holdsWatermark) SendWatermark();
        if (_fed == _script.Count) Send(EndOfInputElement.Instance);
    }

    /// <summary>Lets the instance that will be lost continue: what it does must reach neither its snapshot nor the output.</summary>
    private void FeedAftermath()
    {
        var watermark = _watermark;
        for (var at = _fed; at < Math.Min(_fed + 3, _script.Count) && _script[at] is RecordStep<TIn> or WatermarkStep<TIn>; at++) Feed(at);
        _instance.Flush();
        _watermark = watermark;
    }

    private void Permit()
    {
        foreach (var task in _instance.Tasks) task.Permit(_checkpoint);
        Settle(mayRestore: false);
    }

    /// <summary>Advances the clock to the time that the tasks wait for.</summary>
    private void WaitForTime()
    {
        var due = _instance.Tasks.Min(static t => t.Due);
        if (due == DateTimeOffset.MaxValue) throw new HarnessException("The tasks stand still before the end of their input; a wake was lost.");
        if (due > _clock.GetUtcNow()) _time.AdvanceTo((due - DateTimeOffset.UnixEpoch).Ticks);
        Settle();
    }

    private void End()
    {
        _instance.Trigger(new CheckpointBarrier(++_checkpoint, Base: _restored));
        Settle(mayRestore: false);
        _instance.Blocks(_checkpoint);
        Permit();
        if (!_instance.Outputs.All(static o => o.IsEnded)) throw new HarnessException("The end of input did not come out.");
        if (!_instance.Tasks.All(static t => t.Snapshot!.Finished)) throw new HarnessException("A task that has ended does not say so in its snapshot.");
        if (!_instance.Tasks.All(t => t.ConfirmedUpTo == _checkpoint)) throw new HarnessException("A task did not confirm its last checkpoint.");
        _instance.Close();
    }
}
