using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins with a table of which every subtask has a copy.</summary>
public static class LookupJoins
{
    /// <summary>
    /// Each record with the row that a small table has for it when the record comes. Nothing orders records and rows: a record that comes
    /// before its row finds none, and results stay as they are when rows change. Where rows are to be right for a record's time, a
    /// <c>TemporalJoin</c> is the way; where results are to follow the rows, a join of tables.
    /// </summary>
    /// <param name="records">The records; they need no key, and stay where they are.</param>
    /// <param name="table">The table, which every subtask keeps whole in memory.</param>
    /// <param name="keyOf">The key of a record's row.</param>
    /// <param name="resultOf">Makes the result.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The streams are of two environments.</exception>
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

    /// <summary>The same where records without a row may have results too.</summary>
    /// <param name="records">The records; they need no key, and stay where they are.</param>
    /// <param name="table">The table, which every subtask keeps whole in memory.</param>
    /// <param name="keyOf">The key of a record's row.</param>
    /// <param name="resultOf">Makes the result; in a left join the row is null where there is none.</param>
    /// <param name="kind">Inner, which drops records without a row, or left.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// The kind is another one, the streams are of two environments, or rows, which may be missing, are of a value type that cannot be null.
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
