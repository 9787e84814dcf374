using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// The first records of a key: top-N and deduplication. Their state is kept as long as the job, or for a time-to-live after the last change of a
/// key's state, or the last read if the time-to-live counts reads. After that, emitted results remain, and later records start over.
/// </summary>
public static class KeyedRanking
{
    /// <summary>Returns a table of each key's first <paramref name="n"/> records in an order, with a row for each rank from 1.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="n">The number of ranks, at least 1.</param>
    /// <param name="order">Compares two records; the lesser one ranks first. Equal records rank in arrival order.</param>
    /// <param name="timeToLive">
    /// How long a key's ranks are kept after the last change of any of them; null keeps them as long as the job. When it is added to a ranking
    /// restored from a checkpoint, it starts with the key's next record.
    /// </param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException"><paramref name="n"/> is less than 1.</exception>
    /// <example><code>orders.KeyBy(o => o.Product).TopN(10, (a, b) => b.Amount.CompareTo(a.Amount))</code></example>
    public static ChangelogStream<(TKey Key, int Rank), T> TopN<TKey, T>(
        this KeyedStream<TKey, T> stream, int n, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        n >= 1
            ? new(stream.Process(new TopNFunction<TKey, T>(n, order, timeToLive), "top-n", file, line))
            : throw NoRanks(n, file, line);

    /// <summary>
    /// Returns a table of each key's records in the first <paramref name="n"/> ranks in an order, where equal records share a rank, like RANK in
    /// SQL: two records with rank 1 are followed by one with rank 3. There is a row for each place from 1; equal records have places in arrival
    /// order. All records with a rank of <paramref name="n"/> or less have a place and are kept.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="n">The number of ranks, at least 1.</param>
    /// <param name="order">Compares two records; the lesser one ranks first. Records that compare as 0 share a rank.</param>
    /// <param name="timeToLive">As for <see cref="TopN"/>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException"><paramref name="n"/> is less than 1.</exception>
    public static ChangelogStream<(TKey Key, int Place), Ranked<T>> TopNWithTies<TKey, T>(
        this KeyedStream<TKey, T> stream, int n, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        n >= 1
            ? new(stream.Process(new TopNWithTiesFunction<TKey, T>(n, order, timeToLive), "top-n-with-ties", file, line))
            : throw NoRanks(n, file, line);

    /// <summary>Emits each key's first record in arrival order; the others are dropped.</summary>
    public static OperatorStream<T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Process(new FirstFunction<TKey, T>(timeToLive), "keep-first", file, line);

    /// <summary>Returns a table of each key's first record in an order; of equal records, the first to arrive.</summary>
    public static ChangelogStream<TKey, T> KeepFirst<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(order, timeToLive), "keep-first", file, line));

    /// <summary>Returns a table of each key's last record in arrival order.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>(static (_, _) => -1, timeToLive), "keep-last", file, line));

    /// <summary>Returns a table of each key's last record in an order; of equal records, the last to arrive.</summary>
    public static ChangelogStream<TKey, T> KeepLast<TKey, T>(
        this KeyedStream<TKey, T> stream, Comparison<T> order, Ttl? timeToLive = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.Process(new KeepFunction<TKey, T>((a, b) => order(a, b) >= 0 ? -1 : 1, timeToLive), "keep-last", file, line));

    internal static InvalidJobException NoRanks(int n, string file, int line) =>
        new($"The top {n} at {CallSite.Of(file, line)} has no ranks; n must be 1 or more.");
}
