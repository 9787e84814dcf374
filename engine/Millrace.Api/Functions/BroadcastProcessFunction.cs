namespace Millrace;

/// <summary>
/// A function over the records of a stream and those of a broadcast stream, such as rules, which every subtask receives in full. The two streams are
/// not ordered relative to each other: a record may arrive before a rule that was created earlier.
/// </summary>
/// <example><code>orders.Connect(rules.Broadcast()).Process(new DropRefused());</code></example>
public abstract class BroadcastProcessFunction<T, TBroadcast, TOut> : CoProcessFunction<T, TBroadcast, TOut>
{
    /// <summary>Called for each record of the stream.</summary>
    public abstract void Process(T value, ProcessContext context, ICollector<TOut> output);

    /// <summary>
    /// Called for each record of the broadcast stream, in every subtask. It must do the same in all of them: depend only on the record and on
    /// broadcast state, never on the subtask.
    /// </summary>
    public abstract void ProcessBroadcast(TBroadcast value, ProcessContext context, ICollector<TOut> output);

    /// <inheritdoc/>
    public sealed override void Process1(T value, ProcessContext context, ICollector<TOut> output) => Process(value, context, output);

    /// <inheritdoc/>
    public sealed override void Process2(TBroadcast value, ProcessContext context, ICollector<TOut> output) => ProcessBroadcast(value, context, output);
}
