namespace Millrace;

/// <summary>
/// A function over the records of a key from two streams, with shared state and timers. The records of one stream arrive in order; the two streams
/// are not ordered relative to each other, so each side keeps in state what the other may need.
/// </summary>
/// <example><code>orders.KeyBy(o => o.Id).Connect(payments.KeyBy(p => p.OrderId)).Process(new MatchPayments());</code></example>
public abstract class KeyedCoProcessFunction<TKey, T1, T2, TOut> : StreamFunction
{
    /// <summary>Called for each record of the first stream; state and timers are those of its key.</summary>
    public abstract void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

    /// <summary>Called for each record of the second stream; state and timers are those of its key.</summary>
    public abstract void Process2(T2 value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

    /// <summary>Called when a timer fires; state and timers are those of the key that registered it.</summary>
    public virtual void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output) { }
}
