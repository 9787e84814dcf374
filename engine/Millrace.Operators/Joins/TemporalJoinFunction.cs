namespace Millrace;

/// <summary>Keeps left records until the watermark passes them, and versions until a later one is valid at the watermark.</summary>
internal sealed class TemporalJoinFunction<TKey, T1, T2, TOut> : KeyedCoProcessFunction<TKey, T1, T2, TOut>
{
    private readonly MapState<long, int> _counts = new("left-counts");
    private readonly MapState<BufferPlace, BufferedRecord<T1>> _records = new("left");
    private readonly MapState<long, T2> _versions = new("versions");
    private readonly JoinBuffer<T1> _left;
    private readonly Func<T1, T2?, TOut> _resultOf;
    private readonly bool _keepsUnmatched;
    private Counter? _late;

    public TemporalJoinFunction(Func<T1, T2?, TOut> resultOf, bool keepsUnmatched)
    {
        (_resultOf, _keepsUnmatched) = (resultOf, keepsUnmatched);
        _left = new JoinBuffer<T1>(_counts, _records, bucketLength: 1);
    }

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        if (time <= context.Timers.CurrentWatermark)
        {
            _late?.Add();
            return;
        }

        _left.Add(time, value);
        context.Timers.RegisterEventTimeTimer(time);
    }

    public override void Process2(T2 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        _versions.Put(time, value);
        context.Timers.RegisterEventTimeTimer(time);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        var (isAny, valid) = TakeValid(context.Timestamp);
        foreach (var left in _left.Between(context.Timestamp, context.Timestamp))
        {
            if (isAny || _keepsUnmatched) output.Collect(_resultOf(left.Value, valid));
        }

        _left.Remove(context.Timestamp);
    }

    /// <summary>The version that is valid at a time; the ones before it are dropped.</summary>
    private (bool IsAny, T2? Version) TakeValid(long time)
    {
        var valid = (IsAny: false, Time: 0L, Version: default(T2));
        foreach (var (from, version) in _versions.Entries)
        {
            if (from > time) break;
            if (valid.IsAny) _versions.Remove(valid.Time);
            valid = (true, from, version);
        }

        return (valid.IsAny, valid.Version);
    }

    private static long TimeOf(KeyedProcessContext<TKey> context) => context.Timestamp != Timestamps.None
        ? context.Timestamp
        : throw new InvalidOperationException("The record has no timestamp, which a temporal join needs: give its source a WatermarkStrategy with WithTimestamps.");
}
