namespace Millrace;

/// <summary>The context of the current broadcast record, with access to all keys. A <c>ref struct</c>, so capturing it does not compile.</summary>
public readonly ref struct KeyedBroadcastContext<TKey, TOut>(long timestamp, ITimerService time, ISideOutputs sideOutputs, IKeyVisits<TKey, TOut> visits)
{
    /// <summary>The record's event time in milliseconds, or <see cref="Timestamps.None"/>.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>The operator's watermark in milliseconds.</summary>
    public long CurrentWatermark => time.CurrentWatermark;

    /// <summary>The machine's time, in milliseconds.</summary>
    public long CurrentProcessingTime => time.CurrentProcessingTime;

    /// <summary>Emits a record to a side output, with the timestamp of the current record.</summary>
    public void Output<T>(OutputTag<T> tag, T value) => sideOutputs.Collect(tag, value, Timestamp);

    /// <summary>Emits a record to a side output, with its own timestamp, in milliseconds.</summary>
    public void Output<T>(OutputTag<T> tag, T value, long timestamp) => sideOutputs.Collect(tag, value, timestamp);

    /// <summary>
    /// Calls <paramref name="visit"/> for each key of the subtask that has a value or entry in a state, once <c>ProcessBroadcast</c> has returned:
    /// key group by key group, and in key order within each. A visit may read and change all state of the key, set timers and emit records, but may
    /// only read broadcast state. If one record requests several visits, they run one after another, and later ones see the changes of earlier ones.
    /// </summary>
    /// <remarks>
    /// All visits belong to the broadcast record: no other record, timer or barrier is processed until they are done, so a checkpoint waits for
    /// them (half a second for a million keys whose small values are changed). They pause while the output is full; during that time the keys of one
    /// key group are in memory. With <c>OnError</c>, a key for which the visit throws is left unchanged, and the record counts as failed for it;
    /// the other keys are visited.
    /// </remarks>
    /// <param name="state">A keyed state that the function declares.</param>
    /// <param name="visit">The action for each key.</param>
    /// <exception cref="InvalidJobException">The function does not declare this state.</exception>
    public void VisitKeys(KeyedStateDeclaration state, KeyVisitor<TKey, TOut> visit) => visits.Add(state.KeyedStorage, visit);
}
