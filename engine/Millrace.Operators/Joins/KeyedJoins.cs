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
    /// Results come when the watermark has passed the left record, so that no version is missed.
    /// </summary>
    /// <param name="left">The records.</param>
    /// <param name="versions">The versions, such as exchange rates, by their times.</param>
    /// <param name="resultOf">Makes the result; in a left join the version is the default value where there was none.</param>
    /// <param name="kind">Inner, which drops records without a version, or left.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The kind is another one.</exception>
    public static OperatorStream<TOut> TemporalJoin<TKey, T1, T2, TOut>(
        this KeyedStream<TKey, T1> left,
        KeyedStream<TKey, T2> versions,
        Func<T1, T2?, TOut> resultOf,
        JoinKind kind = JoinKind.Inner,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) => kind is JoinKind.Inner or JoinKind.Left
        ? left.Connect(versions).Process(new TemporalJoinFunction<TKey, T1, T2, TOut>(resultOf, kind == JoinKind.Left), "temporal-join", file, line)
        : throw new InvalidJobException($"The temporal join at {CallSite.Of(file, line)} is {kind}; versions alone give no results, so it must be inner or left.");
}
