namespace Millrace.FeaturesJob;

/// <summary>
/// For tests of operators over task managers that are killed: joins, windows, rankings and broadcast visits, each into its own folder. The lines of
/// a folder are the same in every run, except those of <c>visits</c>, of which each shop's sum is.
/// </summary>
internal sealed class ShopsJob : IStreamJob
{
    private static readonly JobOption<int> Count = new("count", "N", "How many sales.", int.Parse, 20_000);
    private static readonly JobOption<int> Rate = new("rate", "N", "Records per second and source subtask; 0 for no limit.", int.Parse, 0);
    internal static readonly JobOption<string> Output = new("output", "DIR", "Where the folders go.", static text => text, "");

    public IReadOnlyList<JobOption> Options => [Count, Rate, Output];

    public void Define(StreamEnvironment env, JobArguments args)
    {
        var (count, rate) = (args.Get(Count), args.Get(Rate));
        var strategy = Aligned(WatermarkStrategy.ForGenerator(static () => new EveryTenth()));
        var sales = env.FromSource(new Sales(count, 10), strategy).RateLimit(rate).Uid("sales").KeyBy(static s => s.Shop);
        var returns = env.FromSource(new Sales(count / 3, 30), strategy).RateLimit(rate).Uid("returns").KeyBy(static r => r.Shop);
        var checks = env.FromSource(new Sales(count / 100, 1000), Aligned(WatermarkStrategy.Ascending<Sale>())).RateLimit(rate).Uid("checks");

        Join(sales, returns, args);
        Window(sales, args);
        sales.KeyBy(static s => s.Number).KeepLast().GroupBy(static s => s.Shop).TopNWithTies(3, static (a, b) => b.Amount.CompareTo(a.Amount)).Uid("ranked")
            .Materialize().Uid("ranks")
            .Map(static row => $"{row.Key.Group} {row.Row.Rank} {row.Row.Row.Number}").Write(args, "ranks");
        sales.KeepFirst(Ttl.After(TimeSpan.FromSeconds(2)).InEventTime()).Uid("first").Map(static s => $"{s.Shop} {s.Number}").Write(args, "first");
        sales.Connect(checks.Broadcast()).Process(new VisitedAmounts()).Uid("visited").Map(static v => $"{v.Shop} {v.Amount}").Write(args, "visits");
    }

    private static WatermarkStrategy<Sale> Aligned(WatermarkStrategy<Sale> strategy) =>
        strategy.WithTimestamps(static sale => sale.Time).WithAlignment("shops", TimeSpan.FromSeconds(10));

    private static void Join(KeyedStream<int, Sale> sales, KeyedStream<int, Sale> returns, JobArguments args)
    {
        sales.IntervalJoin(returns).Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(300))
            .Select(static (sale, returned) => $"{sale?.Number} {returned?.Number}", JoinKind.Full).Uid("pairs").Write(args, "pairs");
        sales.WindowJoin(returns).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(1)))
            .CoGroup(static (shop, window, sold, back) => new[] { $"{shop} {window} {sold.Sum(static s => s.Number)} {back.Sum(static s => s.Number)}" })
            .Uid("together").Write(args, "together");
        sales.TemporalJoin(returns, static (sale, returned) => $"{sale.Number} {returned?.Number}", JoinKind.Left).Uid("valued").Write(args, "valued");
    }

    private static void Window(KeyedStream<int, Sale> sales, JobArguments args)
    {
        sales.WindowAll(TumblingEventTimeWindows.Of(TimeSpan.FromMilliseconds(500))).Count().Uid("all").Map(static w => $"{w}").Write(args, "all");
        sales.Window(GlobalWindows.Create()).Trigger(new CountTrigger(5)).Evictor(CountEvictor.Of(3))
            .Reduce(static (a, b) => a with { Number = a.Number + b.Number }).Uid("evicted").Map(static w => $"{w.Key} {w.Value.Number}").Write(args, "evicted");
        var firings = new OutputTag<string>("firings");
        var growth = sales.Window(SlidingEventTimeWindows.Of(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2))).Trigger(new CountTrigger(4))
            .Process(new Growth(firings)).Uid("growth");
        growth.Write(args, "growth");
        growth.SideOutput(firings).Write(args, "firings");
    }
}
