namespace Millrace;

/// <summary>
/// A function over the records of a key, with state and timers. It declares its state in instance fields, such as
/// <c>private readonly ValueState&lt;long&gt; _count = new("count");</c>.
/// </summary>
public abstract class KeyedProcessFunction<TKey, TIn, TOut> : StreamFunction
{
    /// <summary>Called for each record; state and timers are those of its key.</summary>
    public abstract void Process(TIn value, KeyedProcessContext<TKey> context, ICollector<TOut> output);

    /// <summary>Called when a timer fires; state and timers are those of the key that registered it.</summary>
    public virtual void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output) { }
}
