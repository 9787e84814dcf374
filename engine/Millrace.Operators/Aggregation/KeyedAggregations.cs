using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// Running aggregates per key, with a result for each record. Their state is kept as long as the job, or for a time-to-live after a key's last
/// record; later records start over.
/// </summary>
public static class KeyedAggregations
{
    /// <summary>Emits the running count of each key.</summary>
    /// <example><code>lines.FlatMap(line => line.Split(' ')).KeyBy(word => word).Count(); // (be, 1) (or, 1) (not, 1) (be, 2)</code></example>
    public static OperatorStream<(TKey Key, long Count)> Count<TKey, T>(
        this KeyedStream<TKey, T> stream, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new CountFunction<TKey, T>(timeToLive), "count", file, line);

    /// <summary>Emits the running sum per key.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="numberOf">Returns the number to add; an overflow of an integer sum fails the job.</param>
    /// <param name="timeToLive">How long a key's sum is kept after its last record; null keeps it as long as the job.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <example><code>orders.KeyBy(order => order.Customer).Sum(order => order.Amount)</code></example>
    public static OperatorStream<(TKey Key, TNumber Sum)> Sum<TKey, T, TNumber>(
        this KeyedStream<TKey, T> stream, Func<T, TNumber> numberOf, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TNumber : INumber<TNumber> =>
        stream.Process(new SumFunction<TKey, T, TNumber>(numberOf, timeToLive), "sum", file, line);

    /// <summary>Emits the running result of an aggregate function per key.</summary>
    public static OperatorStream<(TKey Key, TOut Result)> Aggregate<TKey, T, TAccumulator, TOut>(
        this KeyedStream<TKey, T> stream,
        AggregateFunction<T, TAccumulator, TOut> function,
        Ttl? timeToLive = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        stream.Process(new RunningAggregateFunction<TKey, T, TAccumulator, TOut>(function, timeToLive), "aggregate", file, line);

    /// <summary>
    /// Combines each key's records with <paramref name="reduce"/> (the result so far, the new record), and emits the result for each record.
    /// </summary>
    public static OperatorStream<T> Reduce<TKey, T>(
        this KeyedStream<TKey, T> stream, Func<T, T, T> reduce, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new ReduceFunction<TKey, T>(reduce, timeToLive), "reduce", file, line);
}
