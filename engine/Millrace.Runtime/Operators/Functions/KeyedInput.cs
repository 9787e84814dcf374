using Millrace.Runtime.Batches;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.State;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>The input of a function for keyed records: sets the current key and calls the function.</summary>
internal sealed class KeyedInput<TKey, TIn, TOut>(
    Func<TIn, TKey> keyOf,
    KeyedProcessCall<TKey, TIn, TOut> process,
    KeyContext<TKey> key,
    IKeyedStateBackend backend,
    ITimerService timers,
    OperatorOutput<TOut> output,
    Func<bool> resume) : ChainInput
{
    /// <summary>The number of entries of state with a time-to-live that are checked after a batch.</summary>
    private const int SweptPerBatch = 64;

    // The batch goes directly into the operator, which is the first of its chain.
    public override int Place => 0;

    public override bool Process(StreamElement element, ref int cursor, int end)
    {
        var batch = (RecordBatch<TIn>)element;
        end = Math.Min(batch.Count, end);
        while (cursor < end)
        {
            var at = cursor++;
            backend.Prefetch(batch.Hashes.AsSpan(0, batch.Count), at);
            var value = batch.Values[at];
            var timestamp = batch.Timestamps[at];
            key.Set(keyOf(value), batch.Hashes[at], batch.Keys, at == 0 ? 0 : batch.KeyEnds[at - 1], batch.KeyEnds[at]);
            output.Main.Timestamp = timestamp;
            process(value, new KeyedProcessContext<TKey>(key.Key, timestamp, timers, output.Side), output.Main);
            if (!output.HasRoom) return false;
        }

        return true;
    }

    public override bool HasMore(StreamElement element, int cursor) => cursor < ((RecordBatch<TIn>)element).Count;

    public override void Release(StreamElement element)
    {
        ((RecordBatch<TIn>)element).Release();
        backend.Sweep(SweptPerBatch);
    }

    public override bool Resume() => resume();

    public override string Describe(StreamElement element, int cursor) => RecordText.Of(key.Key, ((RecordBatch<TIn>)element).Timestamps[cursor - 1]);
}
