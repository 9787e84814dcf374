using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins without a time bound: of tables whose rows change, and of streams whose records are all kept.</summary>
public static class TableJoins
{
    /// <summary>
    /// Joins the rows of two tables that have the same join value, as a table that follows every change of either. Both tables are kept in state; an
    /// expired row is treated as if it had never existed, except that its results remain. As in SQL, null equals nothing: a row whose join value is
    /// null or has a null member has no partner.
    /// </summary>
    /// <param name="left">The left table.</param>
    /// <param name="right">The right table.</param>
    /// <param name="leftOf">Returns the join value of a left row.</param>
    /// <param name="rightOf">Returns the join value of a right row.</param>
    /// <param name="resultOf">Creates a result.</param>
    /// <param name="timeToLive">How long a row is kept after its last change: <see cref="Ttl.Never"/> keeps both tables as long as the job.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The time-to-live is null, or the tables belong to different environments.</exception>
    /// <example><code>
    /// orders.KeyBy(o => o.Id).KeepLast().Join(
    ///     payments.KeyBy(p => p.OrderId).KeepLast(), o => o.Id, p => p.OrderId, (o, p) => (o.Id, p.Time), Ttl.After(TimeSpan.FromDays(30)))
    /// </code></example>
    public static ChangelogStream<JoinedKey<TJoin, TLeft, TRight>, TOut> Join<TLeft, T1, TRight, T2, TJoin, TOut>(
        this ChangelogStream<TLeft, T1> left,
        ChangelogStream<TRight, T2> right,
        Func<T1, TJoin> leftOf,
        Func<T2, TJoin> rightOf,
        Func<T1, T2, TOut> resultOf,
        Ttl timeToLive,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where TLeft : notnull
        where TRight : notnull =>
        Join(left, right, leftOf, rightOf, (l, r) => resultOf(l!, r!), timeToLive, JoinKind.Inner, file, line);

    /// <summary>Joins the rows of two tables that have the same join value; rows without a partner may have results as well.</summary>
    /// <param name="left">The left table.</param>
    /// <param name="right">The right table.</param>
    /// <param name="leftOf">Returns the join value of a left row.</param>
    /// <param name="rightOf">Returns the join value of a right row.</param>
    /// <param name="resultOf">Creates a result; in outer joins one side is null if there is no partner.</param>
    /// <param name="timeToLive">How long a row is kept after its last change: <see cref="Ttl.Never"/> keeps both tables as long as the job.</param>
    /// <param name="kind">What happens to rows without a partner; an outer join retracts their result when a partner arrives.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// The time-to-live is null, the tables belong to different environments, or rows that may be missing have a non-nullable value type.
    /// </exception>
    /// <example><code>
    /// orders.KeyBy(o => o.Id).KeepLast().Join(
    ///     payments.KeyBy(p => p.OrderId).KeepLast(), o => o.Id, p => p.OrderId, (o, p) => (o!.Id, p?.Time), Ttl.After(TimeSpan.FromDays(30)), JoinKind.Left)
    /// </code></example>
    public static ChangelogStream<JoinedKey<TJoin, TLeft, TRight>, TOut> Join<TLeft, T1, TRight, T2, TJoin, TOut>(
        this ChangelogStream<TLeft, T1> left,
        ChangelogStream<TRight, T2> right,
        Func<T1, TJoin> leftOf,
        Func<T2, TJoin> rightOf,
        Func<T1?, T2?, TOut> resultOf,
        Ttl timeToLive,
        JoinKind kind,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where TLeft : notnull
        where TRight : notnull
    {
        RefuseNoTime(timeToLive, file, line);
        MissingSides.Refuse<T1, T2>(kind, "join", file, line);
        return new(Keyed(left, leftOf, file, line).Connect(Keyed(right, rightOf, file, line))
            .Process(new RegularJoinFunction<TJoin, TLeft, T1, TRight, T2, TOut>(resultOf, kind, timeToLive), "join", file, line));
    }

    /// <summary>
    /// Joins all pairs of records with the same key, regardless of the order in which they arrive. Both streams are kept in state. Keys are compared
    /// as in <c>KeyBy</c>: null is a key like any other.
    /// </summary>
    /// <param name="left">The left stream.</param>
    /// <param name="right">The right stream, with keys of the same type.</param>
    /// <param name="resultOf">Creates the result of a pair.</param>
    /// <param name="timeToLive">How long a record waits for partners: <see cref="Ttl.Never"/> keeps all records as long as the job.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The time-to-live is null, or the streams belong to different environments.</exception>
    public static OperatorStream<TOut> Join<TKey, T1, T2, TOut>(
        this KeyedStream<TKey, T1> left,
        KeyedStream<TKey, T2> right,
        Func<T1, T2, TOut> resultOf,
        Ttl timeToLive,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        RefuseNoTime(timeToLive, file, line);
        return left.Connect(right).Process(new RecordJoinFunction<TKey, T1, T2, TOut>(resultOf, timeToLive), "join", file, line);
    }

    private static KeyedStream<TJoin, JoinChange<TJoin, TKey, T>> Keyed<TJoin, TKey, T>(
        ChangelogStream<TKey, T> table, Func<T, TJoin> joinOf, string file, int line) => table.Changes
        .Process(new JoinChangeFunction<TJoin, TKey, T>(joinOf), "flat-map", file, line)
        .KeyBy(static change => change.Join, file, line);

    private static void RefuseNoTime(Ttl? timeToLive, string file, int line)
    {
        if (timeToLive is null)
            throw new InvalidJobException($"The join at {CallSite.Of(file, line)} has neither a time bound nor a time-to-live; give it a Ttl, or Ttl.Never to keep everything.");
    }
}
