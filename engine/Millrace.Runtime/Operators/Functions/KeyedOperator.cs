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
    KeyContext<TKey> key,
    IKeyedStateBackend backend,
    OperatorStateBackend operatorState,
    HeapTimerService<TKey> timers,
    EventClock<TKey> clock,
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

    public int KeyGroup => key.KeyGroup;

    public long Watermark => timers.CurrentWatermark;

    public long NextProcessingTime => timers.NextProcessingTime;

    public int DroppedTimers => timers.Dropped;

    public (long Entries, long Bytes)? StateSize => (backend.Entries, backend.Bytes);

    public Counter LateRecords => context.LateRecords;

    public bool IsCutShort => _visits is { IsCutShort: true };

    public string? AtHand =>
        _firing ? $"a timer{RecordText.Of(key.Key, output.Main.Timestamp)}"
        : _visits is { IsAtWork: true } ? $"a visit of a broadcast record{RecordText.Of(key.Key, output.Main.Timestamp)}"
        : null;

    public SideOutputs SideOutputs => output.Side;

    /// <summary>Creates an input of the function.</summary>
    public KeyedInput<TKey, TIn, TOut> Input<TIn>(Func<TIn, TKey> keyOf, KeyedProcessCall<TKey, TIn, TOut> process) =>
        new(keyOf, process, key, backend, timers, output, Resume);

    /// <summary>Creates the input of the function whose records have no key, may change broadcast state, and may visit keys.</summary>
    /// <param name="process">The function.</param>
    /// <param name="errors">Takes the records on which it, or one of their visits, throws; null where that fails the job.</param>
    public KeylessReceiver<TKey, TIn, TOut> KeylessInput<TIn>(KeyedBroadcastCall<TKey, TIn, TOut> process, RecordErrors<TIn>? errors)
    {
        var visits = new KeyVisits<TKey, TIn, TOut>(key, timers, output);
        _visits = visits;
        if (errors is not null)
        {
            visits.Guard(visit => Guard(errors, visit));
            process = errors.Guard(process, output.Side, timers, visits, operatorState.Undo);
        }

        return new KeylessReceiver<TKey, TIn, TOut>(operatorState.Gate.OpenFor(process), key, timers, visits, output);
    }

    /// <summary>Wraps a call of the function so that an exception affects only its record. Must be called before <see cref="Open"/>.</summary>
    public KeyedProcessCall<TKey, TIn, TOut> Guard<TIn>(RecordErrors<TIn> errors, KeyedProcessCall<TKey, TIn, TOut> process)
    {
        _undo ??= operatorState.Undo;
        return errors.Guard(process, output.Side, new UndoableTimers<TKey>(timers, _undo), _undo);
    }

    public void Bind(IReadOnlyList<RestoredBlock> restored)
    {
        IStateBinder binder = _undo is null ? backend : new UndoBinder(backend, _undo);
        foreach (var state in StateDeclarations.Of(function).OfType<KeyedStateDeclaration>()) state.Bind(binder);
        // The watermark first, because it determines how late it is for state in event time.
        foreach (var block in restored) timers.Restore(block);
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
        timers.CurrentWatermark = Math.Max(timers.CurrentWatermark, watermark);
        if (watermark <= timers.FiredUpTo) return true;
        if (!Fire(TimeDomain.EventTime, timers.CurrentWatermark, ref budget)) return false;
        timers.FiredUpTo = timers.CurrentWatermark;
        return true;
    }

    public bool AdvanceProcessingTime(long now, ref int budget) => Fire(TimeDomain.ProcessingTime, now, ref budget);

    public void EndInput() => timers.DropProcessingTimeTimers();

    public IReadOnlyList<ISnapshottedState> States => [backend, timers];

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        timers.Snapshot(writer);
        operatorState.Snapshot(writer);
    }

    public void SetKey(object value) => key.Set((TKey)value);

    public IReadOnlyList<long> PendingTimers(TimeDomain domain) => timers.Pending(domain);

    public long TimerCount => timers.Count;

    public void Close()
    {
        try
        {
            if (_isOpened) function.Close();
        }
        finally
        {
            backend.Dispose();
        }
    }

    private bool Resume() => output.Resume() && (_visits?.Continue() ?? true);

    private bool Fire(TimeDomain domain, long upTo, ref int budget)
    {
        while (output.HasRoom)
        {
            if (!timers.IsDue(domain, upTo)) return true;
            if (budget == 0) return false;
            budget--;
            var timestamp = timers.Take(domain);
            output.Main.Timestamp = timestamp;
            clock.IsProcessingTime = domain == TimeDomain.ProcessingTime;
            _firing = true;
            onTimer(new OnTimerContext<TKey>(key.Key, timestamp, domain, timers, output.Side), output.Main);
            _firing = false;
            clock.IsProcessingTime = false;
        }

        return false;
    }
}
