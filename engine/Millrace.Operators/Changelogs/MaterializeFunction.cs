namespace Millrace;

/// <summary>Keeps each key's row until the end of the input, then emits it.</summary>
internal sealed class MaterializeFunction<TKey, T> : KeyedProcessFunction<TKey, Change<TKey, T>, (TKey Key, T Row)>
{
    private readonly ValueState<T> _row = new("row");

    public override void Process(Change<TKey, T> value, KeyedProcessContext<TKey> context, ICollector<(TKey Key, T Row)> output)
    {
        if (value.HasValue)
        {
            _row.Update(value.Value);
            context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
            return;
        }

        _row.Clear();
        context.Timers.DeleteEventTimeTimer(Timestamps.MaxWatermark);
    }

    public override void OnTimer(OnTimerContext<TKey> context, ICollector<(TKey Key, T Row)> output)
    {
        if (_row.TryGet(out var row)) output.Collect((context.Key, row));
        _row.Clear();
    }
}
