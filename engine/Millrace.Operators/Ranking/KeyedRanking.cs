using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>First records of a key: top-N and deduplication. Their state lasts as long as the job.</summary>
public static class KeyedRanking
{
    /// <summary>A table of each key's first <paramref name="n"/> records in an order, a row for each rank from 1.</summary>
    /// <param name="stream">The records.</param>
    /// <param name="n">How many ranks, 1 or more.</param>
    /// <param name="order">Which of two records is first; of equal ones it is the one that came first.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There are no ranks.</exception>
    /// <example><code>bids.KeyBy(b => b.Auction).TopN(10, (a, b) => b.Price.CompareTo(a.Price))</code></example>
    public static ChangelogStream<(TKey Key, int Rank), T> TopN<TKey, T>(
        this KeyedStream<TKey, T> stream, int n, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        n >= 1
            ? new(stream.Process(new TopNFunction<TKey, T>(n, order), "top-n", file, line))
            : throw new InvalidJobException($"The top {n} at {CallSite.Of(file, line)} has no ranks; there must be 1 or more.");

    /// <summary>Each key's first record, in the order of arrival; the others are dropped.</summary>
    public static OperatorStream<T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new FirstFunction<TKey, T>(), "keep-first", file, line);

    /// <summary>A table of each key's first record in an order; of equal ones it is the one that came first.</summary>
    public static ChangelogStream<TKey, T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(order), "keep-first", file, line));

    /// <summary>A table of each key's last record, in the order of arrival.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(static (_, _) => -1), "keep-last", file, line));

    /// <summary>A table of each key's last record in an order; of equal ones it is the one that came last.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>((a, b) => order(a, b) >= 0 ? -1 : 1), "keep-last", file, line));
}
