using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams that are joined by key and time.</summary>
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

    /// <summary>Leaves the lower bound itself out.</summary>
    /// <exception cref="InvalidJobException">No time is left between the bounds.</exception>
    public BoundedIntervalJoin<TKey, T1, T2> LowerBoundExclusive() => With(_bounds with { Lower = _bounds.Lower + 1 });

    /// <summary>Leaves the upper bound itself out.</summary>
    /// <exception cref="InvalidJobException">No time is left between the bounds.</exception>
    public BoundedIntervalJoin<TKey, T1, T2> UpperBoundExclusive() => With(_bounds with { Upper = _bounds.Upper - 1 });

    /// <summary>Sends left records that come after the watermark to a side output instead of dropping them.</summary>
    public BoundedIntervalJoin<TKey, T1, T2> LeftLateDataTo(OutputTag<T1> tag) => new(_left, _right, _bounds, tag, _rightLate, _callSite);

    /// <summary>Sends right records that come after the watermark to a side output instead of dropping them.</summary>
    public BoundedIntervalJoin<TKey, T1, T2> RightLateDataTo(OutputTag<T2> tag) => new(_left, _right, _bounds, _leftLate, tag, _callSite);

    /// <summary>A result for each pair, with the later one's timestamp.</summary>
    public OperatorStream<TOut> Select<TOut>(Func<T1, T2, TOut> resultOf, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _left.Connect(_right).Process(new IntervalJoinFunction<TKey, T1, T2, TOut>(_bounds, resultOf, _leftLate, _rightLate), "interval-join", file, line);

    private BoundedIntervalJoin<TKey, T1, T2> With(IntervalBounds bounds) => bounds.Length > 0
        ? new(_left, _right, bounds, _leftLate, _rightLate, _callSite)
        : throw new InvalidJobException($"The interval join at {_callSite} has no time between its bounds.");
}
