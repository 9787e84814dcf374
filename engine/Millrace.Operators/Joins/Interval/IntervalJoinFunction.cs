namespace Millrace;

/// <summary>
/// Keeps the records of both sides until no partner can arrive, and pairs each new record with those kept. Modeled on Flink's IntervalJoinOperator.
/// </summary>
internal sealed class IntervalJoinFunction<TKey, T1, T2, TOut> : KeyedCoProcessFunction<TKey, T1, T2, TOut>
{
    private readonly MapState<TimedPlace, BufferedRecord<T1>> _leftRecords = new("left-records");
    private readonly MapState<long, int> _leftCounts = new("left-counts");
    private readonly MapState<TimeNode, ulong> _leftTimes = new("left-times");
    private readonly MapState<TimedPlace, BufferedRecord<T2>> _rightRecords = new("right-records");
    private readonly MapState<long, int> _rightCounts = new("right-counts");
    private readonly MapState<TimeNode, ulong> _rightTimes = new("right-times");
    private readonly IntervalSide<T1> _left;
    private readonly IntervalSide<T2> _right;
    private readonly IntervalBounds _bounds;
    private readonly JoinKind _kind;
    private readonly Func<T1?, T2?, TOut> _resultOf;
    private Counter? _late;

    public IntervalJoinFunction(IntervalBounds bounds, JoinKind kind, Func<T1?, T2?, TOut> resultOf, OutputTag<T1>? leftLate, OutputTag<T2>? rightLate)
    {
        (_bounds, _kind, _resultOf) = (bounds, kind, resultOf);
        _left = new IntervalSide<T1>(
            new JoinBuffer<T1>(new(_leftRecords, _leftCounts), new(_leftTimes, bounds.Length)), bounds.LeftLife, kind is JoinKind.Left or JoinKind.Full, leftLate);
        _right = new IntervalSide<T2>(
            new JoinBuffer<T2>(new(_rightRecords, _rightCounts), new(_rightTimes, bounds.Length)), bounds.RightLife, kind is JoinKind.Right or JoinKind.Full, rightLate);
    }

    // With other bounds, partners may already be gone and timers are set for the old bounds; only outer joins record which records had a partner.
    public override IReadOnlyList<StateParameter> StateParameters =>
    [
        StateParameter.Of("the lowest difference of times", TimeSpan.FromMilliseconds(_bounds.Lower)),
        StateParameter.Of("the highest difference of times", TimeSpan.FromMilliseconds(_bounds.Upper)),
        new("the kind of join", $"{_kind}"),
    ];

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output) =>
        Join(value, _left, _right, _bounds.RightOf(TimeOf(context)), _resultOf, context, output);

    public override void Process2(T2 value, KeyedProcessContext<TKey> context, ICollector<TOut> output) =>
        Join(value, _right, _left, _bounds.LeftOf(TimeOf(context)), (right, left) => _resultOf(left, right), context, output);

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        _left.End(context.Timestamp, left => output.Collect(_resultOf(left, default)));
        _right.End(context.Timestamp, right => output.Collect(_resultOf(default, right)));
    }

    private void Join<TOwn, TOther>(
        TOwn value,
        IntervalSide<TOwn> own,
        IntervalSide<TOther> other,
        (long From, long To) range,
        Func<TOwn?, TOther?, TOut> resultOf,
        KeyedProcessContext<TKey> context,
        ICollector<TOut> output)
    {
        var time = context.Timestamp;
        if (time <= context.Timers.CurrentWatermark)
        {
            if (own.Late is { } tag) context.Output(tag, value);
            else _late?.Add();
            return;
        }

        var isMatched = false;
        foreach (var (place, partner) in other.Partners(range))
        {
            output.Collect(resultOf(value, partner.Value), Math.Max(time, place.Time));
            isMatched = true;
        }

        other.MatchPartners();
        own.Add(time, value, isMatched);
        context.Timers.RegisterEventTimeTimer(own.EndOf(time));
    }

    private static long TimeOf(KeyedProcessContext<TKey> context) => context.Timestamp != Timestamps.None
        ? context.Timestamp
        : throw new InvalidOperationException("The record has no timestamp, which an interval join needs: give its source a WatermarkStrategy with WithTimestamps.");
}
