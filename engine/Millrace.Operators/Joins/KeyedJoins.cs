using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins of two streams with keys of one type.</summary>
public static class KeyedJoins
{
    /// <summary>Pairs of records of one key whose times are close to each other: <c>left.IntervalJoin(right).Between(lower, upper).Select(...)</c>.</summary>
    public static IntervalJoin<TKey, T1, T2> IntervalJoin<TKey, T1, T2>(this KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => new(left, right);

    /// <summary>Pairs of records of one key that lie in one window: <c>left.WindowJoin(right).Window(...).Select(...)</c>.</summary>
    public static WindowJoin<TKey, T1, T2> WindowJoin<TKey, T1, T2>(this KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => new(left, right);

    /// <summary>
    /// Each left record with the version of the right side that was valid at its time: the latest right record of its key that is not later.
    /// Results come when the watermark has passed the left record, so that no version is missed. A left record that is not later than the
    /// watermark when it comes is late. A version that is late is valid for what comes after it, unless a later one is valid by then.
    /// </summary>
    /// <param name="left">The records.</param>
    /// <param name="versions">The versions, such as exchange rates, by their times. Of those of one time the last that comes is valid.</param>
    /// <param name="resultOf">Makes the result.</param>
    /// <param name="lateDataTo">A side output of the join for left records that are late; null drops and counts them.</param>
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

    /// <summary>The same where records without a version may have results too.</summary>
    /// <param name="left">The records.</param>
    /// <param name="versions">The versions, such as exchange rates, by their times. Of those of one time the last that comes is valid.</param>
    /// <param name="resultOf">Makes the result; in a left join the version is null where there was none.</param>
    /// <param name="kind">Inner, which drops records without a version, or left.</param>
    /// <param name="lateDataTo">A side output of the join for left records that are late; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The kind is another one, or what may be missing is of a value type that cannot be null.</exception>
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
    /// Each left record with the row that a table had for its key at its time. It is as with a stream of versions, but that a row may be
    /// deleted: from the time of that change on there is none. Of a deleted row nothing is kept, so one of its versions that comes later
    /// than the deletion, and late, is valid again.
    /// </summary>
    /// <param name="left">The records.</param>
    /// <param name="table">
    /// The table; its changes count from their timestamps on. Those of a key have to come in the order of their times, such as from one split:
    /// where they may not, join a stream of versions.
    /// </param>
    /// <param name="resultOf">Makes the result.</param>
    /// <param name="lateDataTo">A side output of the join for left records that are late; null drops and counts them.</param>
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

    /// <summary>The same where records without a row may have results too.</summary>
    /// <param name="left">The records.</param>
    /// <param name="table">The table; its changes count from their timestamps on.</param>
    /// <param name="resultOf">Makes the result; in a left join the row is null where there was none.</param>
    /// <param name="kind">Inner, which drops records without a row, or left.</param>
    /// <param name="lateDataTo">A side output of the join for left records that are late; null drops and counts them.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The kind is another one, or what may be missing is of a value type that cannot be null.</exception>
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
