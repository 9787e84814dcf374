using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Joins without a bound in time: of tables whose rows change, and of streams of which every record is kept.</summary>
public static class TableJoins
{
    /// <summary>
    /// The pairs of rows of two tables that are equal by something, as a table that follows every change of either. Both tables are kept
    /// in state; a row whose time is over is as if it had never been, except that results which it gave stay. As in SQL, null
    /// is equal to nothing: a row whose join value is null, or has a member that is, has no partner.
    /// </summary>
    /// <param name="left">A table.</param>
    /// <param name="right">A table.</param>
    /// <param name="leftOf">What a left row is equal by.</param>
    /// <param name="rightOf">What a right row is equal by.</param>
    /// <param name="resultOf">Makes a result.</param>
    /// <param name="timeToLive">How long a row is kept after it changed last: <see cref="Ttl.Never"/> keeps both tables as long as the job.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There is no time to live, or the tables are of two environments.</exception>
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

    /// <summary>The same where rows without a partner may have results too.</summary>
    /// <param name="left">A table.</param>
    /// <param name="right">A table.</param>
    /// <param name="leftOf">What a left row is equal by.</param>
    /// <param name="rightOf">What a right row is equal by.</param>
    /// <param name="resultOf">Makes a result; in outer joins one side is null where there is no partner.</param>
    /// <param name="timeToLive">How long a row is kept after it changed last: <see cref="Ttl.Never"/> keeps both tables as long as the job.</param>
    /// <param name="kind">What happens to rows without a partner; an outer join takes their result back when a partner comes.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">
    /// There is no time to live, the tables are of two environments, or rows that may be missing are of a value type that cannot be null.
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
    /// All pairs of records of one key, whichever comes first. Both streams are kept in state. Keys are what <c>KeyBy</c> says: null is one
    /// like others.
    /// </summary>
    /// <param name="left">A stream.</param>
    /// <param name="right">A stream with keys of the same type.</param>
    /// <param name="resultOf">Makes a result of a pair.</param>
    /// <param name="timeToLive">How long a record waits for partners: <see cref="Ttl.Never"/> keeps all of them as long as the job.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There is no time to live, or the streams are of two environments.</exception>
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
            throw new InvalidJobException($"The join at {CallSite.Of(file, line)} has neither a bound in time nor a time to live; give it a Ttl, Ttl.Never if all is to be kept.");
    }
}
