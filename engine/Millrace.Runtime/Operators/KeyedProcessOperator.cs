using Millrace.Core.Graph;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.Tasks;
using Millrace.Runtime.Timers;

namespace Millrace.Runtime.Operators;

/// <summary>Runs a function over keyed records: sets the key, calls the function, fires its timers.</summary>
internal sealed class KeyedProcessOperator<TKey, TIn, TOut>(
    JobOperator description,
    KeyedProcessFunction<TKey, TIn, TOut> function,
    Func<TIn, TKey> keyOf,
    FunctionContext context,
    KeyContext<TKey> key,
    IKeyedStateBackend backend,
    HeapTimerService<TKey> timers,
    Receiver<TOut> next,
    SideOutputs sideOutputs) : ChainInput, IStreamOperator
{
    private readonly ReceiverCollector<TOut> _output = new(next);
    private bool _firing;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public long NextProcessingTime => timers.NextProcessingTime;

    public int DroppedTimers => timers.Dropped;

    public string? FiringTimer => _firing ? $"a timer{RecordText.Of(key.Key, _output.Timestamp)}" : null;

    private bool HasRoom => _output.HasRoom && sideOutputs.HasRoom;

    public override bool Process(StreamElement element, ref int cursor)
    {
        var batch = (RecordBatch<TIn>)element;
        while (cursor < batch.Count)
        {
            var at = cursor++;
            var value = batch.Values[at];
            var timestamp = batch.Timestamps[at];
            key.Set(keyOf(value), batch.Hashes[at], batch.Keys, at == 0 ? 0 : batch.KeyEnds[at - 1], batch.KeyEnds[at]);
            _output.Timestamp = timestamp;
            function.Process(value, new KeyedProcessContext<TKey>(key.Key, timestamp, timers, sideOutputs), _output);
            if (!HasRoom) return false;
        }

        return true;
    }

    public override bool HasMore(StreamElement element, int cursor) => cursor < ((RecordBatch<TIn>)element).Count;

    public override void Release(StreamElement element) => ((RecordBatch<TIn>)element).Release();

    public override bool Resume() => _output.Resume() & sideOutputs.Resume();

    public override string Describe(StreamElement element, int cursor) => RecordText.Of(key.Key, ((RecordBatch<TIn>)element).Timestamps[cursor - 1]);

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        foreach (var state in StateDeclarations.Of(function)) state.Bind(backend);
        foreach (var block in restored)
        {
            if (!timers.TryRestore(block.State, block.KeyGroup, block.Block.Span)) backend.Restore(block);
        }

        function.Open(context);
    }

    public bool AdvanceWatermark(long watermark, ref int budget)
    {
        // After a restore the watermark is that of the checkpoint until the inputs have come as far: late stays late.
        timers.CurrentWatermark = Math.Max(timers.CurrentWatermark, watermark);
        if (watermark <= timers.FiredUpTo) return true;
        if (!Fire(TimeDomain.EventTime, timers.CurrentWatermark, ref budget)) return false;
        timers.FiredUpTo = timers.CurrentWatermark;
        return true;
    }

    public bool AdvanceProcessingTime(long now, ref int budget) => Fire(TimeDomain.ProcessingTime, now, ref budget);

    public void EndInput() => timers.DropProcessingTimeTimers();

    public void Snapshot(long checkpoint, IStateSnapshotWriter writer)
    {
        backend.BeginSnapshot(new SnapshotRequest(checkpoint, 0, IsFull: true)).Copy(writer);
        timers.Snapshot(writer);
    }

    public void Close()
    {
        function.Close();
        backend.Dispose();
    }

    private bool Fire(TimeDomain domain, long upTo, ref int budget)
    {
        while (HasRoom)
        {
            if (!timers.IsDue(domain, upTo)) return true;
            if (budget == 0) return false;
            budget--;
            var timestamp = timers.Take(domain);
            _output.Timestamp = timestamp;
            _firing = true;
            function.OnTimer(new OnTimerContext<TKey>(key.Key, timestamp, domain, timers, sideOutputs), _output);
            _firing = false;
        }

        return false;
    }
}
