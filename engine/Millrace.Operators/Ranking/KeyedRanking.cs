using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// First records of a key: top-N and deduplication. Their state lasts as long as the job, or for a time to live after a key's state was
/// changed last, or read where the time-to-live says so. When that is over results that were given stay, and what comes later begins anew.
/// </summary>
public static class KeyedRanking
{
    /// <summary>A table of each key's first <paramref name="n"/> records in an order, a row for each rank from 1.</summary>
    /// <param name="stream">The records.</param>
    /// <param name="n">How many ranks, 1 or more.</param>
    /// <param name="order">Which of two records is first; of equal ones it is the one that came first.</param>
    /// <param name="timeToLive">
    /// How long a key's ranks are kept after one of them changed last; null keeps them as long as the job. Switched on for a ranking that
    /// a checkpoint holds, it begins with the key's next record.
    /// </param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There are no ranks.</exception>
    /// <example><code>orders.KeyBy(o => o.Product).TopN(10, (a, b) => b.Amount.CompareTo(a.Amount))</code></example>
    public static ChangelogStream<(TKey Key, int Rank), T> TopN<TKey, T>(
        this KeyedStream<TKey, T> stream, int n, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        n >= 1
            ? new(stream.Process(new TopNFunction<TKey, T>(n, order, timeToLive), "top-n", file, line))
            : throw NoRanks(n, file, line);

    /// <summary>
    /// A table of each key's records of the first <paramref name="n"/> ranks in an order, where equal ones share a rank, as by RANK in SQL: two on
    /// the first rank are followed by one on the third. A row for each place from 1; of equal records the one that came first has the lower one.
    /// There are as many places as records have a rank of <paramref name="n"/> or less, and that many are kept.
    /// </summary>
    /// <param name="stream">The records.</param>
    /// <param name="n">How many ranks, 1 or more.</param>
    /// <param name="order">Which of two records is first; 0 where they share a rank.</param>
    /// <param name="timeToLive">As of <see cref="TopN"/>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There are no ranks.</exception>
    public static ChangelogStream<(TKey Key, int Place), Ranked<T>> TopNWithTies<TKey, T>(
        this KeyedStream<TKey, T> stream, int n, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        n >= 1
            ? new(stream.Process(new TopNWithTiesFunction<TKey, T>(n, order, timeToLive), "top-n-with-ties", file, line))
            : throw NoRanks(n, file, line);

    /// <summary>Each key's first record, in the order of arrival; the others are dropped.</summary>
    public static OperatorStream<T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new FirstFunction<TKey, T>(timeToLive), "keep-first", file, line);

    /// <summary>A table of each key's first record in an order; of equal ones it is the one that came first.</summary>
    public static ChangelogStream<TKey, T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(order, timeToLive), "keep-first", file, line));

    /// <summary>A table of each key's last record, in the order of arrival.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(static (_, _) => -1, timeToLive), "keep-last", file, line));

    /// <summary>A table of each key's last record in an order; of equal ones it is the one that came last.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>((a, b) => order(a, b) >= 0 ? -1 : 1, timeToLive), "keep-last", file, line));

    internal static InvalidJobException NoRanks(int n, string file, int line) =>
        new($"The top {n} at {CallSite.Of(file, line)} has no ranks; there must be 1 or more.");
}
