using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins of two streams with keys of the same type.</summary>
public static class KeyedJoins
{
    /// <summary>
    /// Joins records with the same key whose times are close to each other: <c>left.IntervalJoin(right).Between(lower, upper).Select(...)</c>.
    /// </summary>
    public static IntervalJoin<TKey, T1, T2> IntervalJoin<TKey, T1, T2>(this KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => new(left, right);

    /// <summary>Joins records with the same key in the same window: <c>left.WindowJoin(right).Window(...).Select(...)</c>.</summary>
    public static WindowJoin<TKey, T1, T2> WindowJoin<TKey, T1, T2>(this KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => new(left, right);

    /// <summary>
    /// Joins each left record with the version of the right side that was valid at its time: the latest right record of its key that is not later.
    /// Results are emitted when the watermark has passed the left record, so that no version is missed. A left record that is not after the
    /// watermark when it arrives is late. A late version is valid for records that arrive after it, unless a later version is valid by then.
    /// </summary>
    /// <param name="left">The left stream.</param>
    /// <param name="versions">
    /// The versions, such as exchange rates, by their timestamps. Of several with the same timestamp, the last to arrive is valid.
    /// </param>
    /// <param name="resultOf">Creates the result.</param>
    /// <param name="lateDataTo">A side output for late left records; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <example><code>
    /// orders.KeyBy(o => o.Product).TemporalJoin(prices.KeyBy(p => p.Product), (order, price) => order.Amount * price.Amount)
    /// </code></example>
    public static OperatorStream<TOut> TemporalJoin<TKey, T1, T2, TOut>(
        this KeyedStream<TKey, T1> left,
        KeyedStream<TKey, T2> versions,
        Func<T1, T2, TOut> resultOf,
        OutputTag<T1>? lateDataTo = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TemporalJoin(left, versions, (record, version) => resultOf(record, version!), JoinKind.Inner, lateDataTo, file, line);

    /// <summary>Joins each left record with the version that was valid at its time; records without a version may have results as well.</summary>
    /// <param name="left">The left stream.</param>
    /// <param name="versions">
    /// The versions, such as exchange rates, by their timestamps. Of several with the same timestamp, the last to arrive is valid.
    /// </param>
    /// <param name="resultOf">Creates the result; in a left join the version is null if there was none.</param>
    /// <param name="kind">Inner, which drops records without a version, or left.</param>
    /// <param name="lateDataTo">A side output for late left records; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// The kind is neither inner nor left, or a version that may be missing has a non-nullable value type.
    /// </exception>
    public static OperatorStream<TOut> TemporalJoin<TKey, T1, T2, TOut>(
        this KeyedStream<TKey, T1> left,
        KeyedStream<TKey, T2> versions,
        Func<T1, T2?, TOut> resultOf,
        JoinKind kind,
        OutputTag<T1>? lateDataTo = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        RefuseRight(kind, file, line);
        MissingSides.Refuse<T1, T2>(kind, "temporal join", file, line);
        return left.Connect(versions).Process(
            new TemporalJoinFunction<TKey, T1, T2, T2, TOut>(
                static version => new TableVersion<T2>(IsDeleted: false, version), resultOf, kind == JoinKind.Left, lateDataTo),
            "temporal-join",
            file,
            line);
    }

    /// <summary>
    /// Joins each left record with the row that a table had for its key at its time. This works as with a stream of versions, except that a row may
    /// be deleted: from the time of that change on, there is none. Of a deleted row only the time is kept, for a day of event time, so that an earlier
    /// version which arrives late does not become valid again.
    /// </summary>
    /// <param name="left">The left stream.</param>
    /// <param name="table">
    /// The table; a change is valid from its timestamp on. The changes of a key must arrive in timestamp order, as from a single split; if they may
    /// not, join a stream of versions instead.
    /// </param>
    /// <param name="resultOf">Creates the result.</param>
    /// <param name="lateDataTo">A side output for late left records; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public static OperatorStream<TOut> TemporalJoin<TKey, T1, TRow, TOut>(
        this KeyedStream<TKey, T1> left,
        ChangelogStream<TKey, TRow> table,
        Func<T1, TRow, TOut> resultOf,
        OutputTag<T1>? lateDataTo = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        TemporalJoin(left, table, (record, row) => resultOf(record, row!), JoinKind.Inner, lateDataTo, file, line);

    /// <summary>
    /// Joins each left record with the row that a table had for its key at its time; records without a row may have results as well.
    /// </summary>
    /// <param name="left">The left stream.</param>
    /// <param name="table">The table; a change is valid from its timestamp on.</param>
    /// <param name="resultOf">Creates the result; in a left join the row is null if there was none.</param>
    /// <param name="kind">Inner, which drops records without a row, or left.</param>
    /// <param name="lateDataTo">A side output for late left records; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// The kind is neither inner nor left, or a row that may be missing has a non-nullable value type.
    /// </exception>
    /// <example><code>
    /// var offered = prices.KeyBy(p => p.Product).KeepLast().Where(p => p.Amount > 0);
    /// var sold = orders.KeyBy(o => o.Product).TemporalJoin(offered, (order, price) => (order.Id, price?.Amount), JoinKind.Left);
    /// </code></example>
    public static OperatorStream<TOut> TemporalJoin<TKey, T1, TRow, TOut>(
        this KeyedStream<TKey, T1> left,
        ChangelogStream<TKey, TRow> table,
        Func<T1, TRow?, TOut> resultOf,
        JoinKind kind,
        OutputTag<T1>? lateDataTo = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        RefuseRight(kind, file, line);
        MissingSides.Refuse<T1, TRow>(kind, "temporal join", file, line);
        return left.Connect(table.Changes.KeyBy(static change => change.Key, file, line)).Process(
            new TemporalJoinFunction<TKey, T1, Change<TKey, TRow>, TRow, TOut>(
                static change => new TableVersion<TRow>(!change.HasValue, change.Value), resultOf, kind == JoinKind.Left, lateDataTo),
            "temporal-join",
            file,
            line);
    }

    private static void RefuseRight(JoinKind kind, string file, int line)
    {
        if (kind is not (JoinKind.Inner or JoinKind.Left))
            throw new InvalidJobException($"The temporal join at {CallSite.Of(file, line)} is {kind}; versions alone give no results, so it must be inner or left.");
    }
}
