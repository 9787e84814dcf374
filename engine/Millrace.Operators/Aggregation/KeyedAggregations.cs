using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Running aggregates per key: a result for each record.</summary>
public static class KeyedAggregations
{
    /// <summary>The running count of each key.</summary>
    /// <example><code>words.KeyBy(word => word).Count() // (be, 1) (or, 1) (not, 1) (be, 2)</code></example>
    public static OperatorStream<(TKey Key, long Count)> Count<TKey, T>(
        this KeyedStream<TKey, T> stream, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new CountFunction<TKey, T>(), "count", file, line);

    /// <summary>Each key's records so far, brought together by <paramref name="reduce"/> (the result so far, the new record).</summary>
    public static OperatorStream<T> Reduce<TKey, T>(
        this KeyedStream<TKey, T> stream, Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new ReduceFunction<TKey, T>(reduce), "reduce", file, line);
}
