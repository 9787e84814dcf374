using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins with a table of which every subtask has a copy.</summary>
public static class LookupJoins
{
    /// <summary>
    /// Joins each record with the row that a small table has for it when the record arrives. Records and rows are not ordered relative to each
    /// other: a record that arrives before its row finds none, and results do not change when rows do. If rows must match a record's time, use
    /// <c>TemporalJoin</c>; if results must follow the rows, use a join of tables.
    /// </summary>
    /// <param name="records">The records; they need no key and are not repartitioned.</param>
    /// <param name="table">The table; every subtask keeps all of it in memory.</param>
    /// <param name="keyOf">Returns the key of a record's row.</param>
    /// <param name="resultOf">Creates the result.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    /// <example><code>
    /// orders.LookupJoin(prices.KeyBy(p => p.Product).KeepLast(), order => order.Product, (order, price) => (order.Id, price.Amount))
    /// </code></example>
    public static OperatorStream<TOut> LookupJoin<T, TKey, TRow, TOut>(
        this DataStream<T> records,
        ChangelogStream<TKey, TRow> table,
        Func<T, TKey> keyOf,
        Func<T, TRow, TOut> resultOf,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where TKey : notnull =>
        LookupJoin(records, table, keyOf, (record, row) => resultOf(record, row!), JoinKind.Inner, file, line);

    /// <summary>
    /// Joins each record with the row that a small table has for it when the record arrives; records without a row may have results as well.
    /// </summary>
    /// <param name="records">The records; they need no key and are not repartitioned.</param>
    /// <param name="table">The table; every subtask keeps all of it in memory.</param>
    /// <param name="keyOf">Returns the key of a record's row.</param>
    /// <param name="resultOf">Creates the result; in a left join the row is null if there is none.</param>
    /// <param name="kind">Inner, which drops records without a row, or left.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// The kind is neither inner nor left, the streams belong to different environments, or rows, which may be missing, have a non-nullable value
    /// type.
    /// </exception>
    public static OperatorStream<TOut> LookupJoin<T, TKey, TRow, TOut>(
        this DataStream<T> records,
        ChangelogStream<TKey, TRow> table,
        Func<T, TKey> keyOf,
        Func<T, TRow?, TOut> resultOf,
        JoinKind kind,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where TKey : notnull
    {
        if (kind is not (JoinKind.Inner or JoinKind.Left))
            throw new InvalidJobException($"The lookup join at {CallSite.Of(file, line)} is {kind}; rows alone give no results, so it must be inner or left.");
        MissingSides.Refuse<T, TRow>(kind, "lookup join", file, line);
        return records.Connect(table.Changes.Broadcast())
            .Process(new LookupJoinFunction<T, TKey, TRow, TOut>(keyOf, resultOf, kind == JoinKind.Left), "lookup-join", file, line);
    }
}
