namespace Millrace;

/// <summary>
/// A function over the records of a keyed stream, with state and timers for each key, and those of a broadcast stream, such as rules, of
/// which every subtask sees all. Nothing orders the two streams: a record may come before a rule that was made earlier.
/// </summary>
/// <example><code>payments.KeyBy(p => p.Customer).Connect(rules.Broadcast()).Process(new FindFraud());</code></example>
public abstract class KeyedBroadcastProcessFunction<TKey, T, TBroadcast, TOut> : StreamFunction
{
    /// <summary>Called for each record of the keyed stream; state and timers are those of its key.</summary>
    public abstract void Process(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

    /// <summary>
    /// Called for each record of the broadcast stream, in every subtask; it has no key, so no keyed state and no timers, but those of the keys
    /// that it visits. It must do the same in all subtasks: what it depends on is the record and broadcast state, never the subtask.
    /// </summary>
    public abstract void ProcessBroadcast(TBroadcast value, KeyedBroadcastContext<TKey, TOut> context, ICollector<TOut> output);

    /// <summary>Called when a timer is due; state and timers are those of the key that registered it.</summary>
    public virtual void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output) { }
}
