namespace Millrace;

/// <summary>Keeps the records of both sides until no partner can come, and pairs each new one with those that are there. After Flink's IntervalJoinOperator.</summary>
internal sealed class IntervalJoinFunction<TKey, T1, T2, TOut> : KeyedCoProcessFunction<TKey, T1, T2, TOut>
{
    private readonly MapState<long, int> _leftCounts = new("left-counts");
    private readonly MapState<BufferPlace, BufferedRecord<T1>> _leftRecords = new("left");
    private readonly MapState<long, int> _rightCounts = new("right-counts");
    private readonly MapState<BufferPlace, BufferedRecord<T2>> _rightRecords = new("right");
    private readonly JoinBuffer<T1> _left;
    private readonly JoinBuffer<T2> _right;
    private readonly IntervalBounds _bounds;
    private readonly Func<T1, T2, TOut> _resultOf;
    private readonly OutputTag<T1>? _leftLate;
    private readonly OutputTag<T2>? _rightLate;
    private Counter? _late;

    public IntervalJoinFunction(IntervalBounds bounds, Func<T1, T2, TOut> resultOf, OutputTag<T1>? leftLate, OutputTag<T2>? rightLate)
    {
        (_bounds, _resultOf, _leftLate, _rightLate) = (bounds, resultOf, leftLate, rightLate);
        _left = new JoinBuffer<T1>(_leftCounts, _leftRecords, bounds.Length);
        _right = new JoinBuffer<T2>(_rightCounts, _rightRecords, bounds.Length);
    }

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        if (time < context.Timers.CurrentWatermark)
        {
            if (_leftLate is not null) context.Output(_leftLate, value);
            else _late?.Add();
            return;
        }

        _left.Add(time, value);
        foreach (var right in _right.Between(time + _bounds.Lower, time + _bounds.Upper))
            output.Collect(_resultOf(value, right.Value), Math.Max(time, right.Time));
        context.Timers.RegisterEventTimeTimer(_bounds.LeftCleanup(time));
    }

    public override void Process2(T2 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        if (time < context.Timers.CurrentWatermark)
        {
            if (_rightLate is not null) context.Output(_rightLate, value);
            else _late?.Add();
            return;
        }

        _right.Add(time, value);
        foreach (var left in _left.Between(time - _bounds.Upper, time - _bounds.Lower))
            output.Collect(_resultOf(left.Value, value), Math.Max(time, left.Time));
        context.Timers.RegisterEventTimeTimer(_bounds.RightCleanup(time));
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        _left.Remove(_bounds.Upper > 0 ? context.Timestamp - _bounds.Upper : context.Timestamp);
        _right.Remove(_bounds.Lower < 0 ? context.Timestamp + _bounds.Lower : context.Timestamp);
    }

    private static long TimeOf(KeyedProcessContext<TKey> context) => context.Timestamp != Timestamps.None
        ? context.Timestamp
        : throw new InvalidOperationException("The record has no timestamp, which an interval join needs: give its source a WatermarkStrategy with WithTimestamps.");
}
