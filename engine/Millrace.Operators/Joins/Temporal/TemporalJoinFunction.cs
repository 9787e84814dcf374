namespace Millrace;

/// <summary>
/// Keeps left records until the watermark passes them, and versions until the watermark reaches them; the last version reached is the valid one.
/// Timers fire in time order, so at each timer the valid version is the one for its time. A deletion is a version too, which is kept for a while,
/// so that an earlier change which arrives after it does not bring the row back.
/// </summary>
internal sealed class TemporalJoinFunction<TKey, T1, TChange, T2, TOut> : KeyedCoProcessFunction<TKey, T1, TChange, TOut>
{
    /// <summary>How long a deletion is kept in event time: without a limit, every deleted key would leave an entry for ever.</summary>
    private const long DeletionsKept = 24 * 3_600_000;

    private readonly MapState<TimedPlace, T1> _records = new("left-records");
    private readonly MapState<long, int> _counts = new("left-counts");
    private readonly MapState<long, TableVersion<T2>> _coming = new("coming-versions");
    private readonly ValueState<ValidVersion<T2>> _valid = new("valid-version");
    private readonly TimedRecords<T1> _left;
    private readonly Func<TChange, TableVersion<T2>> _versionOf;
    private readonly Func<T1, T2?, TOut> _resultOf;
    private readonly bool _keepsUnmatched;
    private readonly OutputTag<T1>? _lateTag;
    private Counter? _late;

    public TemporalJoinFunction(Func<TChange, TableVersion<T2>> versionOf, Func<T1, T2?, TOut> resultOf, bool keepsUnmatched, OutputTag<T1>? late)
    {
        (_versionOf, _resultOf, _keepsUnmatched, _lateTag) = (versionOf, resultOf, keepsUnmatched, late);
        _left = new TimedRecords<T1>(_records, _counts);
    }

    public override void Open(FunctionContext context) => _late = context.LateRecords;

    public override void Process1(T1 value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        if (time <= context.Timers.CurrentWatermark)
        {
            if (_lateTag is not null) context.Output(_lateTag, value);
            else _late?.Add();
            return;
        }

        _left.Add(time, value);
        context.Timers.RegisterEventTimeTimer(time);
    }

    // A late version becomes valid with the next watermark, unless a later one is valid.
    public override void Process2(TChange value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        var time = TimeOf(context);
        _coming.Put(time, _versionOf(value));
        context.Timers.RegisterEventTimeTimer(time);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<TOut> output)
    {
        var time = context.Timestamp;
        var isAny = _valid.TryGet(out var valid);
        if (_coming.TryGet(time, out var version))
        {
            _coming.Remove(time);
            if (!isAny || time >= valid.From)
            {
                (isAny, valid) = (true, new ValidVersion<T2>(time, version.Version!, version.IsDeleted));
                _valid.Update(valid);
                if (valid.IsDeleted) context.Timers.RegisterEventTimeTimer(EndOfDeletion(time));
            }
        }

        foreach (var (_, left) in _left.At(time))
        {
            if ((isAny && !valid.IsDeleted) || _keepsUnmatched) output.Collect(_resultOf(left, valid.Version));
        }

        _left.Remove(time);
        if (isAny && valid.IsDeleted && time >= EndOfDeletion(valid.From)) _valid.Clear();
    }

    private static long EndOfDeletion(long from) => from > long.MaxValue - DeletionsKept ? long.MaxValue : from + DeletionsKept;

    private static long TimeOf(KeyedProcessContext<TKey> context) => context.Timestamp != Timestamps.None
        ? context.Timestamp
        : throw new InvalidOperationException("The record has no timestamp, which a temporal join needs: give its source a WatermarkStrategy with WithTimestamps.");
}
