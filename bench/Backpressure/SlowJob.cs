namespace Millrace.Bench.Backpressure;

/// <summary>An unbounded source and a slow sink, with an operator in between that multiplies its input.</summary>
internal sealed class SlowJob(string kind, Taken taken) : IStreamJob
{
    public static readonly string[] Kinds = ["source", "flat-map", "timers"];

    private const int Million = 1_000_000;

    public void Define(StreamEnvironment env, JobArguments args)
    {
        var numbers = env.FromSource(new NumberSource(), WatermarkStrategy.Ascending<long>().WithTimestamps(static n => n)).Uid("numbers");
        var slow = kind switch
        {
            "source" => numbers.KeyBy(static n => n % 100).Process(new Same()).Uid("same"),
            "flat-map" => numbers.FlatMap(static n => Results(n)),
            "timers" => numbers.KeyBy(static n => n % 100).Process(new Timers()).Uid("timers"),
            _ => throw new InvalidJobException($"There is no job '{kind}'; there are {string.Join(", ", Kinds)}."),
        };
        slow.Rebalance().SinkTo(new SlowSink(1000, taken)).Uid("slow");
    }

    private static IEnumerable<long> Results(long n)
    {
        for (var i = 0; i < Million; i++) yield return n + i;
    }

    private sealed class Same : KeyedProcessFunction<long, long, long>
    {
        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output) => output.Collect(value);
    }

    /// <summary>Each of the first million records sets a timer, all of which become due with the watermark of the next ones.</summary>
    private sealed class Timers : KeyedProcessFunction<long, long, long>
    {
        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output)
        {
            if (value < Million) context.Timers.RegisterEventTimeTimer(Million + value);
        }

        public override void OnTimer(OnTimerContext<long> context, ICollector<long> output) => output.Collect(context.Timestamp);
    }
}
