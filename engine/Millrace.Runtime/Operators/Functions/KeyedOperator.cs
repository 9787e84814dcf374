using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Receivers.Sides;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Undo;
using Millrace.Runtime.Timers;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>
/// The lifecycle of a function over keyed records: its state and its timers, which it fires. The records come in through
/// <see cref="KeyedInput{TKey, TIn, TOut}"/>, one for each input.
/// </summary>
internal sealed class KeyedOperator<TKey, TOut>(
    JobOperator description,
    StreamFunction function,
    OnTimerCall<TKey, TOut> onTimer,
    FunctionContext context,
    KeyedParts<TKey> keyed,
    OperatorStateBackend operatorState,
    OperatorOutput<TOut> output) : IKeyedOperator
{
    private RecordUndo? _undo;
    private IKeyVisiting? _visits;
    private bool _firing;
    private bool _isOpened;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public StreamFunction Function => function;

    public Type KeyType => typeof(TKey);

    public int KeyGroup => keyed.Key.KeyGroup;

    public long Watermark => keyed.Timers.Watermark;

    public long NextProcessingTime => keyed.Timers.NextProcessingTime;

    public int DroppedTimers => keyed.Timers.Dropped;

    public (long Entries, long Bytes)? StateSize => (keyed.Backend.Entries, keyed.Backend.Bytes);

    public Counter LateRecords => context.LateRecords;

    public bool IsCutShort => _visits is { IsCutShort: true };

    public string? AtHand =>
        _firing ? $"a timer{RecordText.Of(keyed.Key.Key, output.Main.Timestamp)}"
        : _visits is { IsAtWork: true } ? $"a visit of a broadcast record{RecordText.Of(keyed.Key.Key, output.Main.Timestamp)}"
        : null;

    public SideOutputs SideOutputs => output.Side;

    /// <summary>Creates an input of the function.</summary>
    public KeyedInput<TKey, TIn, TOut> Input<TIn>(Func<TIn, TKey> keyOf, KeyedProcessCall<TKey, TIn, TOut> process) =>
        new(keyOf, process, keyed.Key, keyed.Backend, keyed.Timers, output, Resume);

    /// <summary>Creates the input of the function whose records have no key, may change broadcast state, and may visit keys.</summary>
    /// <param name="process">The function.</param>
    /// <param name="errors">Takes the records on which it, or one of their visits, throws; null where that fails the job.</param>
    public KeylessReceiver<TKey, TIn, TOut> KeylessInput<TIn>(KeyedBroadcastCall<TKey, TIn, TOut> process, RecordErrors<TIn>? errors)
    {
        var visits = new KeyVisits<TKey, TIn, TOut>(keyed.Key, keyed.Timers, output);
        _visits = visits;
        if (errors is not null)
        {
            visits.Guard(visit => Guard(errors, visit));
            process = errors.Guard(process, output.Side, keyed.Timers, visits, operatorState.Undo);
        }

        return new KeylessReceiver<TKey, TIn, TOut>(operatorState.Gate.OpenFor(process), keyed.Key, keyed.Timers, visits, output);
    }

    /// <summary>Wraps a call of the function so that an exception affects only its record. Must be called before <see cref="Open"/>.</summary>
    public KeyedProcessCall<TKey, TIn, TOut> Guard<TIn>(RecordErrors<TIn> errors, KeyedProcessCall<TKey, TIn, TOut> process)
    {
        _undo ??= operatorState.Undo;
        return errors.Guard(process, output.Side, new UndoableTimers<TKey>(keyed.Timers, _undo), _undo);
    }

    public void Bind(IReadOnlyList<RestoredBlock> restored)
    {
        IStateBinder binder = _undo is null ? keyed.Backend : new UndoBinder(keyed.Backend, _undo);
        foreach (var state in StateDeclarations.Of(function).OfType<KeyedStateDeclaration>()) state.Bind(binder);
        // The watermark first, because it determines how late it is for state in event time.
        keyed.Timers.Restore(restored);
    }

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        operatorState.Open(function, restored);
        _isOpened = true;
        function.Open(context);
    }

    public bool AdvanceWatermark(long watermark, ref int budget)
    {
        // After a restore the watermark is that of the checkpoint until the inputs have caught up: late stays late.
        keyed.Timers.Advance(watermark);
        if (watermark <= keyed.Timers.FiredUpTo) return true;
        if (!Fire(TimeDomain.EventTime, keyed.Timers.Watermark, ref budget)) return false;
        keyed.Timers.Fired();
        return true;
    }

    public bool AdvanceProcessingTime(long now, ref int budget) => Fire(TimeDomain.ProcessingTime, now, ref budget);

    public void EndInput() => keyed.Timers.DropProcessingTimeTimers();

    public IReadOnlyList<ISnapshottedState> States => [keyed.Backend, keyed.Timers];

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        keyed.Timers.Snapshot(writer);
        operatorState.Snapshot(writer);
    }

    public void SetKey(object value) => keyed.Key.Set((TKey)value);

    public IReadOnlyList<long> PendingTimers(TimeDomain domain) => keyed.Timers.Pending(domain);

    public long TimerCount => keyed.Timers.Count;

    public void Close()
    {
        try
        {
            if (_isOpened) function.Close();
        }
        finally
        {
            keyed.Backend.Dispose();
        }
    }

    private bool Resume() => output.Resume() && (_visits?.Continue() ?? true);

    private bool Fire(TimeDomain domain, long upTo, ref int budget)
    {
        while (output.HasRoom)
        {
            if (!keyed.Timers.IsDue(domain, upTo)) return true;
            if (budget == 0) return false;
            budget--;
            var timestamp = keyed.Timers.Take(domain);
            output.Main.Timestamp = timestamp;
            keyed.Clock.IsProcessingTime = domain == TimeDomain.ProcessingTime;
            _firing = true;
            onTimer(new OnTimerContext<TKey>(keyed.Key.Key, timestamp, domain, keyed.Timers, output.Side), output.Main);
            _firing = false;
            keyed.Clock.IsProcessingTime = false;
        }

        return false;
    }
}
