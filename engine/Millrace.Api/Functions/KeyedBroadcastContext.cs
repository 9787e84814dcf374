namespace Millrace;

/// <summary>What is known about the broadcast record at hand, and a way to all keys. A <c>ref struct</c>, so that capturing it does not compile.</summary>
public readonly ref struct KeyedBroadcastContext<TKey, TOut>(long timestamp, ITimerService time, ISideOutputs sideOutputs, IKeyVisits<TKey, TOut> visits)
{
    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The operator's watermark in milliseconds.</summary>
    public long CurrentWatermark => time.CurrentWatermark;

    /// <summary>The machine's time in milliseconds.</summary>
    public long CurrentProcessingTime => time.CurrentProcessingTime;

    /// <summary>Emits a record into a side output, with the timestamp of the record at hand.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => sideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record into a side output, with a timestamp of its own in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => sideOutputs.Collect(tag, value, timestamp);

    /// <summary>
    /// Calls <paramref name="visit"/> for each key of the subtask that has something in a state, once <c>ProcessBroadcast</c> has returned: key
    /// group by key group, and in each of them in the order of the keys. It may read and change all state of the key, set timers and emit;
    /// broadcast state it may only read. Visits of one record follow each other, and a later one sees what an earlier one changed.
    /// </summary>
    /// <remarks>
    /// All visits belong to the broadcast record: no other record, timer or barrier comes before they are done, so that a checkpoint waits for
    /// them (half a second for a million keys whose small values are changed). They pause where the output is full, and meanwhile the keys of one
    /// key group are in memory. With <c>OnError</c> a key with which the visit throws stays as it was, and the record counts as failed for it;
    /// the other keys are visited.
    /// </remarks>
    /// <param name="state">A keyed state of the function.</param>
    /// <param name="visit">What is done with each key.</param>
    /// <exception cref="InvalidJobException">The state is not one of the function.</exception>
    public void VisitKeys(KeyedStateDeclaration state, KeyVisitor<TKey, TOut> visit) => visits.Add(state.KeyedStorage, visit);
}
