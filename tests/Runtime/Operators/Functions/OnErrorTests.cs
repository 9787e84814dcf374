using Millrace.Runtime.Serialization;
using Millrace.Testing;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>Functions that throw on multiples of 3, under every variation of the harness.</summary>
public sealed class OnErrorTests
{
    private static readonly OutputTag<FailedRecord<int>> s_failed = new("failed");

    public static TheoryData<string> Kinds() => [.. Operators.Keys];

    private static Dictionary<string, Func<DataStream<int>, OperatorStream<int>>> Operators { get; } = new(StringComparer.Ordinal)
    {
        ["map"] = numbers => numbers.Map(Check),
        ["filter"] = numbers => numbers.Filter(n => Check(n) > 0),
        ["flat-map"] = numbers => numbers.FlatMap(Twice),
        ["collect"] = numbers => numbers.FlatMap<int>((n, output) =>
        {
            output.Collect(n);
            output.Collect(Check(n));
        }),
        ["process"] = numbers => numbers.Process(new Throws()),
        ["keyed-process"] = numbers => numbers.KeyBy(n => n).Process(new ThrowsByKey()),
        ["co-process"] = numbers => numbers.Connect(numbers.Filter(_ => false)).Process(new ThrowsInBoth()),
        ["keyed-co-process"] = numbers => numbers.KeyBy(n => n).Connect(numbers.Filter(_ => false).KeyBy(n => n)).Process(new ThrowsInBothByKey()),
        ["broadcast"] = numbers => numbers.Filter(_ => false).KeyBy(n => n).Connect(numbers.Rebalance().Broadcast()).Process(new ThrowsInBroadcast()),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_that_throws_goes_to_the_side_output_and_its_output_is_taken_back(string kind)
    {
        var output = OperatorHarness.Check(
            new Script<int>().Record(1, 10).Record(2, 20).Record(3, 30).Record(4, 40).Record(6, 60).Record(7, 70),
            numbers =>
            {
                var checkedNumbers = Operators[kind](numbers).OnError(s_failed).Name("checker");
                return checkedNumbers.Map(n => $"number {n}").Union(checkedNumbers.SideOutput(s_failed).Map(f => $"failed {f.Record} at {f.Timestamp} in {f.Operator}: {f.Error}"));
            },
            new HarnessOptions<string> { Ordered = false, Rescales = kind != "broadcast" });
        var failed = new[] { 3, 6 }.Select(n => $"failed {n} at {n}0 in checker: FormatException: {n} is bad");
        // What is emitted record by record stays.
        int[] emitted = kind is "flat-map" or "collect" ? [1, 1, 2, 2, 3, 4, 4, 6, 7, 7] : [1, 2, 4, 7];
        Assert.Equal([.. failed, .. emitted.Select(n => $"number {n}")], output.Values().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_that_throws_is_skipped_and_counted(string kind)
    {
        var output = new RunOutput<int>(new SerializerCache().For<int>());
        var settings = new AttemptSettings(1, 1, 12, 0, []);
        var attempt = new StreamAttempt(
            env => new TakenSink<int>(output).Take(Operators[kind](env.FromSource(new PlayedSource<int>(0)).Rebalance()).OnError(ErrorHandling.Skip).Map(n => n)),
            settings,
            new VirtualClock(new VirtualTime(), default),
            new SerializerCache());
        foreach (var n in Enumerable.Range(1, 7)) ((PlayedInput<int>)attempt.Inputs[0]).Push(n, n);
        attempt.Flush();
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in attempt.Tasks) ran |= task.Step();
            while (attempt.Outputs[0].TakeOne()) ran = true;
        }

        Assert.Equal(2, attempt.Tasks.Sum(t => t.Task.Metrics.Operators.Sum(static o => o.FailedRecords.Sum(static c => c.Value))));
        Assert.Equal([1, 2, 4, 5, 7], output.Records.Values().Except([3, 6]).Order());
    }

    [Fact]
    public void What_a_later_operator_throws_is_not_the_earlier_ones()
    {
        var failed = Assert.Throws<FormatException>(() =>
        {
            using var stream = StreamHarness.Of((DataStream<int> numbers) =>
                numbers.Map(n => n).OnError(ErrorHandling.Skip).FlatMap(n => Enumerable.Repeat(n, 2)).OnError(ErrorHandling.Skip).Map(Check));
            stream.Push(3);
        });
        Assert.Equal("3 is bad", failed.Message);
        using var both = StreamHarness.Of((DataStream<int> numbers) => numbers.KeyBy(n => n).Process(new Passes()).OnError(s_failed).Map(Check).OnError(s_failed));
        both.PushAll(3, 4);
        Assert.Equal([4], both.Output);
        Assert.StartsWith("map", Assert.Single(both.SideOutput(s_failed)).Operator, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_and_stack_trace_are_cut()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) =>
            numbers.Map<int>(_ => throw new FormatException(new string('m', 5_000_000), new FormatException(new string('i', 5_000_000)))).OnError(s_failed));
        stream.Push(1);
        var failed = Assert.Single(stream.SideOutput(s_failed));
        Assert.StartsWith("FormatException: mmm", failed.Error, StringComparison.Ordinal);
        Assert.InRange(failed.Error.Length, 4_000, 4_100);
        Assert.InRange(failed.Details.Length, 32_000, 32_100);
    }

    [Fact]
    public void A_timer_that_throws_fails_the_job()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers) => numbers.KeyBy(n => n).Process(new Passes()).OnError(s_failed));
        stream.Push(3);
        Assert.Throws<FormatException>(() => stream.AdvanceWatermark(100));
    }

    [Fact]
    public void The_inputs_of_an_operator_may_have_a_side_output_each()
    {
        var (words, numbers) = (new OutputTag<FailedRecord<string>>("words"), new OutputTag<FailedRecord<int>>("numbers"));
        using var stream = StreamHarness.Of((DataStream<string> one, DataStream<int> two) =>
            one.Connect(two).Map(int.Parse, Check).OnError(words).OnError(numbers).Map(n => n));
        stream.Push1("5");
        stream.Push1("five");
        stream.Push2(3);
        stream.Push2(4);
        Assert.Equal([5, 4], stream.Output);
        Assert.Equal("five", Assert.Single(stream.SideOutput(words)).Record);
        Assert.Equal(3, Assert.Single(stream.SideOutput(numbers)).Record);
    }

    private static int Check(int number) => number % 3 == 0 ? throw new FormatException($"{number} is bad") : number;

    private static IEnumerable<int> Twice(int number)
    {
        yield return number;
        yield return Check(number);
    }

    private sealed class Throws : ProcessFunction<int, int>
    {
        public override void Process(int value, ProcessContext context, ICollector<int> output)
        {
            output.Collect(value);
            Check(value);
        }
    }

    private sealed class ThrowsByKey : KeyedProcessFunction<int, int, int>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            output.Collect(value);
            Check(value);
        }
    }

    private sealed class ThrowsInBoth : CoProcessFunction<int, int, int>
    {
        public override void Process1(int value, ProcessContext context, ICollector<int> output)
        {
            output.Collect(value);
            Check(value);
        }

        public override void Process2(int value, ProcessContext context, ICollector<int> output) => Check(value);
    }

    private sealed class ThrowsInBothByKey : KeyedCoProcessFunction<int, int, int, int>
    {
        public override void Process1(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            output.Collect(value);
            Check(value);
        }

        public override void Process2(int value, KeyedProcessContext<int> context, ICollector<int> output) => Check(value);
    }

    private sealed class ThrowsInBroadcast : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => Check(value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output)
        {
            output.Collect(value);
            Check(value);
        }
    }

    private sealed class Passes : KeyedProcessFunction<int, int, int>
    {
        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            context.Timers.RegisterEventTimeTimer(50);
            output.Collect(value);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<int> output) => Check(context.Key);
    }
}
