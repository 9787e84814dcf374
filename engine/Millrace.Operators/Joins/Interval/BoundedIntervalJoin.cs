using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams joined by key and time.</summary>
public sealed class BoundedIntervalJoin<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _left;
    private readonly KeyedStream<TKey, T2> _right;
    private readonly IntervalBounds _bounds;
    private readonly OutputTag<T1>? _leftLate;
    private readonly OutputTag<T2>? _rightLate;
    private readonly string _callSite;

    internal BoundedIntervalJoin(
        KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right, IntervalBounds bounds, OutputTag<T1>? leftLate, OutputTag<T2>? rightLate, string callSite) =>
        (_left, _right, _bounds, _leftLate, _rightLate, _callSite) = (left, right, bounds, leftLate, rightLate, callSite);

    /// <summary>Excludes the lower bound itself. Calling it again has no effect.</summary>
    /// <exception cref="InvalidJobException">No time remains between the bounds.</exception>
    public BoundedIntervalJoin<TKey, T1, T2> LowerBoundExclusive() => With(_bounds with { IsLowerExclusive = true });

    /// <summary>Excludes the upper bound itself. Calling it again has no effect.</summary>
    /// <exception cref="InvalidJobException">No time remains between the bounds.</exception>
    public BoundedIntervalJoin<TKey, T1, T2> UpperBoundExclusive() => With(_bounds with { IsUpperExclusive = true });

    /// <summary>
    /// Sends late left records, those that are not after the watermark when they arrive, to a side output instead of dropping and counting them.
    /// </summary>
    public BoundedIntervalJoin<TKey, T1, T2> LeftLateDataTo(OutputTag<T1> tag) => new(_left, _right, _bounds, tag, _rightLate, _callSite);

    /// <summary>
    /// Sends late right records, those that are not after the watermark when they arrive, to a side output instead of dropping and counting them.
    /// </summary>
    public BoundedIntervalJoin<TKey, T1, T2> RightLateDataTo(OutputTag<T2> tag) => new(_left, _right, _bounds, _leftLate, tag, _callSite);

    /// <summary>Emits a result for each pair, with the later of the two timestamps.</summary>
    public OperatorStream<TOut> Select<TOut>(Func<T1, T2, TOut> resultOf, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Select((left, right) => resultOf(left!, right!), JoinKind.Inner, file, line);

    /// <summary>
    /// Emits a result for each pair, with the later of the two timestamps, and in outer joins also one for each record without a partner. That
    /// result is emitted when the watermark has passed the last time that a partner could have had, with that time as its timestamp, so it is not
    /// late. A late record is not a partner and has no result.
    /// </summary>
    /// <param name="resultOf">Creates the result; a missing side is null.</param>
    /// <param name="kind">What happens to records without a partner.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">A side that may be missing has a non-nullable value type.</exception>
    /// <example><code>
    /// orders.KeyBy(o => o.Id).IntervalJoin(payments.KeyBy(p => p.OrderId)).Between(TimeSpan.Zero, TimeSpan.FromHours(1))
    ///     .Select((order, payment) => (order!.Id, IsPaid: payment is not null), JoinKind.Left)
    /// </code></example>
    public OperatorStream<TOut> Select<TOut>(
        Func<T1?, T2?, TOut> resultOf, JoinKind kind, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        MissingSides.Refuse<T1, T2>(kind, "interval join", file, line);
        return _left.Connect(_right).Process(
            new IntervalJoinFunction<TKey, T1, T2, TOut>(_bounds, kind, resultOf, _leftLate, _rightLate), "interval-join", file, line);
    }

    private BoundedIntervalJoin<TKey, T1, T2> With(IntervalBounds bounds) => bounds.Length > 0
        ? new(_left, _right, bounds, _leftLate, _rightLate, _callSite)
        : throw new InvalidJobException($"The interval join at {_callSite} has no times within its bounds.");
}
