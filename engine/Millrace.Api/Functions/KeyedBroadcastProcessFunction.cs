namespace Millrace;

/// <summary>
/// A function over the records of a keyed stream, with state and timers for each key, and those of a broadcast stream, such as rules, which every
/// subtask receives in full. The two streams are not ordered relative to each other: a record may arrive before a rule that was created earlier.
/// </summary>
/// <example><code>payments.KeyBy(p => p.Customer).Connect(rules.Broadcast()).Process(new FindFraud());</code></example>
public abstract class KeyedBroadcastProcessFunction<TKey, T, TBroadcast, TOut> : StreamFunction
{
    /// <summary>Called for each record of the keyed stream; state and timers are those of its key.</summary>
    public abstract void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

    /// <summary>
    /// Called for each record of the broadcast stream, in every subtask. It has no key, so it has no keyed state or timers except those of the keys
    /// that it visits. It must do the same in all subtasks: depend only on the record and on broadcast state, never on the subtask.
    /// </summary>
    public abstract void ProcessBroadcast(TBroadcast value, KeyedBroadcastContext<TKey, TOut> context, ICollector<TOut> output);

    /// <summary>Called when a timer fires; state and timers are those of the key that registered it.</summary>
    public virtual void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output) { }
}
