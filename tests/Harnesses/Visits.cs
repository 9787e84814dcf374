namespace Millrace.Testing.Tests;

internal sealed record Click(string User, string Page);

/// <summary>Counts a user's clicks until there is none for 10 ms of event time; forgets a user after an hour of processing time.</summary>
internal sealed class Visits : KeyedProcessFunction<string, Click, (string User, int Clicks)>
{
    private readonly ValueState<int> _clicks = new("clicks");
    private readonly MapState<string, int> _pages = new("pages");
    private readonly ValueState<long> _end = new("end");

    public static OutputTag<string> Late { get; } = new("late");

    public override void Process(Click value, KeyedProcessContext<string> context, ICollector<(string User, int Clicks)> output)
    {
        if (context.Timestamp <= context.Timers.CurrentWatermark)
        {
            context.Output(Late, $"{value.User} {value.Page}");
            return;
        }

        if (value.Page == "crash") throw new InvalidOperationException("A page that nobody likes.");
        if (_end.TryGet(out var end)) context.Timers.DeleteEventTimeTimer(end);
        _end.Update(context.Timestamp + 10);
        context.Timers.RegisterEventTimeTimer(context.Timestamp + 10);
        context.Timers.RegisterProcessingTimeTimer(context.Timers.CurrentProcessingTime + 3_600_000);
        _clicks.Update(_clicks.Value + 1);
        _pages.Put(value.Page, (_pages.TryGet(value.Page, out var n) ? n : 0) + 1);
    }

    public override void OnTimer(OnTimerContext<string> context, ICollector<(string User, int Clicks)> output)
    {
        if (context.Domain == TimeDomain.EventTime) output.Collect((context.Key, _clicks.Value));
        _clicks.Clear();
        _pages.Clear();
        _end.Clear();
    }
}
