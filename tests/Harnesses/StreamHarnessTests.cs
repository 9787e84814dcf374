namespace Millrace.Testing.Tests;

public sealed class StreamHarnessTests
{
    [Fact]
    public void Output_comes_with_the_call_that_makes_it()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.Filter(n => n > 1).Map(n => n * 10));
        stream.Push(1);
        Assert.Empty(stream.Output);
        stream.Push(2, 5);
        Assert.Equal([20], stream.Output);
        Assert.Equal([(20, 5L)], stream.Output.WithTimestamps);
        stream.Push(3, 4);
        Assert.Equal([20, 30, 40], [.. stream.Output.Take(), 40]);
        Assert.Empty(stream.Output);
    }

    [Fact]
    public void Watermarks_fire_timers_and_come_out()
    {
        using var visits = Visit();
        visits.Push(new Click("ann", "home"), 100);
        visits.Push(new Click("bob", "home"), 103);
        Assert.Equal([110], visits.EventTimeTimers("ann"));
        visits.Push(new Click("ann", "help"), 105);
        Assert.Equal([115], visits.EventTimeTimers("ann"));
        visits.AdvanceWatermark(114);
        Assert.Equal([(("bob", 1), 113L)], visits.Output.WithTimestamps);
        Assert.Equal(114, visits.Output.Watermark);
        visits.AdvanceWatermark(115);
        Assert.Equal([("bob", 1), ("ann", 2)], visits.Output);
        Assert.Empty(visits.EventTimeTimers("ann"));
    }

    [Fact]
    public void Side_outputs_need_no_consumer()
    {
        using var visits = Visit();
        visits.AdvanceWatermark(50);
        visits.Push(new Click("ann", "home"), 50);
        Assert.Equal(["ann home"], visits.SideOutput(Visits.Late).Take());
        Assert.Empty(visits.SideOutput(Visits.Late));
        Assert.Equal("The side output 'late' has records of String, not of Int32.", Problem(() => visits.SideOutput(new OutputTag<int>("late"))));
    }

    [Fact]
    public void State_is_seen_by_name_and_key()
    {
        using var visits = Visit(parallelism: 3);
        foreach (var user in (string[])["ann", "bob", "cid", "dan"]) visits.Push(new Click(user, "home"), 1);
        visits.Push(new Click("cid", "help"), 2);
        Assert.Equal([1, 1, 2, 1, 0], ((string[])["ann", "bob", "cid", "dan", "eve"]).Select(user => visits.State<ValueState<int>>("clicks", user).Value));
        Assert.Equal(["help", "home"], visits.State<MapState<string, int>>("pages", "cid").Entries.Select(e => e.Key).Order(StringComparer.Ordinal));
        visits.State<ValueState<int>>("clicks", "ann").Update(70);
        visits.Push(new Click("ann", "home"), 3);
        visits.EndInput();
        Assert.Equal([("ann", 71), ("bob", 1), ("cid", 2), ("dan", 1)], visits.Output.Order());
    }

    [Fact]
    public void What_cannot_be_looked_at_is_said()
    {
        using var visits = Visit();
        Assert.Equal("There is no state 'click' in this stream. There is: 'clicks', 'end', 'pages'.", Problem(() => visits.State<ValueState<int>>("click", "ann")));
        Assert.Equal("State 'clicks' is kept by key; name the key too.", Problem(() => visits.State<ValueState<int>>("clicks")));
        Assert.Equal("State 'clicks' is a ValueState<Int32>, not a ValueState<Int64>.", Problem(() => visits.State<ValueState<long>>("clicks", "ann")));
        Assert.Equal("The keys of 'visits' are of String, and 7 is of Int32.", Problem(() => visits.EventTimeTimers(7)));
        Assert.Equal(
            "There is no operator with keys in this stream in an operator with the Uid 'visit'.", Problem(() => visits.EventTimeTimers("ann", "visit")));
    }

    [Fact]
    public void The_clock_stands_still_until_it_is_advanced()
    {
        using var visits = Visit();
        visits.Push(new Click("ann", "home"), 1);
        visits.AdvanceTime(TimeSpan.FromMinutes(20));
        visits.Push(new Click("ann", "home"), 2);
        Assert.Equal([3_600_000, 4_800_000], visits.ProcessingTimeTimers("ann"));
        visits.AdvanceTime(TimeSpan.FromMinutes(39));
        Assert.Equal(2, visits.State<ValueState<int>>("clicks", "ann").Value);
        visits.AdvanceTime(TimeSpan.FromMinutes(1));
        Assert.Equal(0, visits.State<ValueState<int>>("clicks", "ann").Value);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(1), visits.Time.GetUtcNow());
    }

    [Fact]
    public void Each_timer_fires_at_its_time()
    {
        using var ticks = StreamHarness.Of((DataStream<int> starts) => starts.KeyBy(n => n).Process(new Ticks()));
        ticks.Push(1);
        ticks.AdvanceTime(TimeSpan.FromSeconds(35));
        Assert.Equal([10_000, 20_000, 30_000], ticks.Output);
    }

    [Fact]
    public void A_snapshot_is_restored_at_any_parallelism_and_more_than_once()
    {
        using var visits = Visit();
        foreach (var user in (string[])["ann", "bob", "cid", "dan"]) visits.Push(new Click(user, "home"), 1);
        visits.AdvanceWatermark(5);
        var snapshot = visits.Snapshot();
        visits.Push(new Click("ann", "lost"), 6);
        foreach (var parallelism in (int[])[3, 1, 7])
        {
            visits.Restore(snapshot, parallelism);
            visits.Push(new Click("bob", "help"), 6);
            visits.Push(new Click("cid", "late"), 5);
            visits.EndInput();
            Assert.Equal([("ann", 1), ("bob", 2), ("cid", 1), ("dan", 1)], visits.Output.Take().Order());
            Assert.Equal(["cid late"], visits.SideOutput(Visits.Late).Take());
        }
    }

    [Fact]
    public void The_stream_goes_on_after_a_snapshot()
    {
        using var visits = Visit();
        visits.Push(new Click("ann", "home"), 1);
        visits.Snapshot();
        visits.Push(new Click("ann", "home"), 2);
        visits.Snapshot();
        visits.AdvanceWatermark(30);
        Assert.Equal([("ann", 2)], visits.Output);
    }

    [Fact]
    public void Another_form_of_the_stream_goes_on_from_a_snapshot_or_says_why_not()
    {
        using var visits = Visit();
        visits.Push(new Click("ann", "home"), 1);
        var snapshot = visits.Snapshot();
        using var counts = StreamHarness.Of((DataStream<Click> clicks) => clicks.KeyBy(c => c.User).Count().Uid("visits"));
        var refused = Assert.Throws<InvalidJobException>(() => counts.Restore(snapshot));
        Assert.Contains("'clicks' of operator 'visits'", refused.Message, StringComparison.Ordinal);
        using var renamed = StreamHarness.Of((DataStream<string> users) => users.Map(user => new Click(user, "")).KeyBy(c => c.User).Process(new Visits()).Uid("visits"));
        renamed.Restore(snapshot, parallelism: 2);
        Assert.Equal(1, renamed.State<ValueState<int>>("clicks", "ann").Value);
    }

    [Fact]
    public void Two_inputs_have_watermarks_of_their_own()
    {
        using var both = StreamHarness.Of((DataStream<Click> clicks, DataStream<string> more) =>
            clicks.Union(more.Map(user => new Click(user, "more"))).KeyBy(c => c.User).Process(new Visits()));
        both.Push1(new Click("ann", "home"), 1);
        both.Push2("ann", 2);
        both.AdvanceWatermark1(50);
        Assert.Empty(both.Output);
        both.AdvanceWatermark2(40);
        Assert.Equal([("ann", 2)], both.Output);
        Assert.Equal(40, both.Output.Watermark);
    }

    [Fact]
    public void What_a_function_throws_comes_out_of_the_call()
    {
        using var visits = Visit();
        var thrown = Assert.Throws<InvalidOperationException>(() => visits.Push(new Click("ann", "crash"), 1));
        Assert.Equal("A page that nobody likes.", thrown.Message);
    }

    [Fact]
    public void Watermarks_never_go_back_and_nothing_follows_the_end()
    {
        using var visits = Visit();
        visits.AdvanceWatermark(5);
        visits.AdvanceWatermark(5);
        Assert.Contains("at 5 already", Assert.Throws<ArgumentOutOfRangeException>(() => visits.AdvanceWatermark(4)).Message, StringComparison.Ordinal);
        visits.EndInput();
        Assert.Throws<InvalidOperationException>(() => visits.Push(new Click("ann", "home"), 7));
    }

    private static StreamHarness<Click, (string User, int Clicks)> Visit(int parallelism = 1) => StreamHarness.Of(
        (DataStream<Click> clicks) => clicks.KeyBy(c => c.User).Process(new Visits()).Uid("visits"), new StreamHarnessOptions { Parallelism = parallelism });

    private static string Problem(Func<object> look) => Assert.Throws<HarnessException>(look).Message;

    private sealed class Ticks : KeyedProcessFunction<int, int, long>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<long> output) => Next(context.Timers);

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output)
        {
            output.Collect(context.Timers.CurrentProcessingTime);
            Next(context.Timers);
        }

        private static void Next(ITimerService timers) => timers.RegisterProcessingTimeTimer(timers.CurrentProcessingTime + 10_000);
    }
}
