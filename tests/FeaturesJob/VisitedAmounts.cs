namespace Millrace.FeaturesJob;

/// <summary>Adds up each shop's amounts, and emits and clears every sum at each broadcast record, and what is left at the end.</summary>
internal sealed class VisitedAmounts : KeyedBroadcastProcessFunction<int, Sale, Sale, (int Shop, long Amount)>
{
    private readonly ValueState<long> _amount = new("amount");

    public override void Process(Sale value, KeyedProcessContext<int> context, ICollector<(int Shop, long Amount)> output)
    {
        _amount.Update(_amount.Value + value.Amount);
        context.Timers.RegisterEventTimeTimer(long.MaxValue / 2);
    }

    public override void ProcessBroadcast(Sale value, KeyedBroadcastContext<int, (int Shop, long Amount)> context, ICollector<(int Shop, long Amount)> output) =>
        context.VisitKeys(_amount, (key, output) => Emit(key.Key, output));

    public override void OnTimer(OnTimerContext<int> context, ICollector<(int Shop, long Amount)> output) => Emit(context.Key, output);

    private void Emit(int shop, ICollector<(int Shop, long Amount)> output)
    {
        if (_amount.Value > 0) output.Collect((shop, _amount.Value));
        _amount.Clear();
    }
}
