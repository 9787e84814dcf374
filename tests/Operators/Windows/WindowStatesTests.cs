using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

/// <summary>Per-window and per-key state of a window function, and its side outputs.</summary>
public sealed class WindowStatesTests
{
    private static readonly OutputTag<string> s_first = new("first");

    [Fact]
    public void A_window_has_state_of_its_own_and_a_key_has_state_of_all_its_windows()
    {
        var output = OperatorHarness.Check(
            new Script<Item>().Record(new("a", 1), 1).Record(new("a", 2), 12).Record(new("b", 3), 3).Record(new("a", 4), 2).Watermark(11).Record(new("a", 5), 3).Record(new("a", 6), 13).Watermark(25).Record(new("b", 7), 30),
            items =>
            {
                var changes = items.KeyBy(i => i.Key).Window(TumblingEventTimeWindows.Of(Ms(10))).AllowedLateness(Ms(5)).Trigger(new CountTrigger(1)).Process(new Changes());
                return changes.Union(changes.SideOutput(s_first));
            },
            new HarnessOptions<string> { Ordered = false });
        Assert.Equal(
            [
                "a [0, 10) +1 of 1: 1, 1 at 1", "a [0, 10) +4 of 3: 2, 1 4 at 1 4", "a [0, 10) +5 of 4: 3, 1 4 5 at 1 4 5", "a [10, 20) +2 of 2: 1, 2 at 2",
                "a [10, 20) +6 of 5: 2, 2 6 at 2 6", "a first [0, 10)", "a first [10, 20)",
                "b [0, 10) +3 of 1: 1, 3 at 3", "b [30, 40) +7 of 2: 1, 7 at 7", "b first [0, 10)", "b first [30, 40)",
            ],
            output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_aggregate_is_given_to_a_function()
    {
        var output = OperatorHarness.Check(
            new Script<Item>().Record(new("a", 1), 1).Record(new("a", 2), 12).Record(new("b", 3), 3).Watermark(11).Record(new("a", 5), 8).Record(new("a", 6), 13),
            items => items.KeyBy(i => i.Key).Window(SlidingEventTimeWindows.Of(Ms(10), Ms(5))).AllowedLateness(Ms(5)).Aggregate(new Sum(), new Differences()),
            new HarnessOptions<string> { KeyOf = text => text[..1], Ordered = false });
        Assert.Equal(
            ["a [-5, 5) +1", "a [0, 10) +1", "a [0, 10) +5", "a [10, 20) +8", "a [5, 15) +13", "b [-5, 5) +3", "b [0, 10) +3"], output.Values().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void State_of_windows_outlives_crashes_and_another_parallelism(int seed)
    {
        using var job = new JobHarness(
            static env => env.FromSource(new TestSource<Item>(), WatermarkStrategy.Ascending<Item>().WithTimestamps(static i => i.Value)).Uid("items")
                .KeyBy(static i => i.Key).Window(TumblingEventTimeWindows.Of(Ms(100))).Trigger(new CountTrigger(1)).Aggregate(new Sum(), new Differences()).Uid("differences")
                .SinkTo(new TestSink<string>()).Uid("texts"),
            new JobHarnessOptions { CheckpointInterval = Ms(1), Seed = seed });
        var items = new TestSource<Item>();
        job.ReplaceSource("items", items);
        var texts = job.ReplaceSink<string>("texts");
        for (var i = 0; i < 240; i++)
        {
            items.Push(new Item($"k{i % 7}", i));
            if (i % 40 == 0) job.RunFor(Ms(3));
            if (i % 80 == 20) job.Crash();
            if (i == 130) job.Rescale(3);
        }

        items.End();
        job.RunToEnd();
        Assert.Equal(
            Enumerable.Range(0, 240).Select(static i => $"k{i % 7} [{i / 100 * 100}, {(i / 100 * 100) + 100}) +{i}").Order(StringComparer.Ordinal), texts.Visible.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Windows_that_merge_have_no_state_of_their_own()
    {
        var refused = Assert.Throws<InvalidJobException>(() => StreamHarness.Of((DataStream<Item> items) => items.KeyBy(i => i.Key).Window(EventTimeSessionWindows.WithGap(Ms(10))).Process(new Changes())));
        Assert.Contains("WindowStatesTests.cs:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Changes has per-window state, but the windows merge", refused.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Ms(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private sealed record Item(string Key, int Value);

    private sealed class Changes : ProcessWindowFunction<string, Item, string>
    {
        private readonly ValueState<int> _firings = new("firings");
        private readonly WindowValueState<int> _before = new("before");
        private readonly WindowListState<int> _values = new("values");
        private readonly WindowMapState<string, int> _byText = new("by-text");

        public override void Process(WindowContext<string> context, IEnumerable<Item> elements, ICollector<string> output)
        {
            _firings.Update(_firings.Value + 1);
            if (!_before.TryGet(out _)) context.Output(s_first, $"{context.Key} first {context.Window}");
            var last = elements.Last().Value;
            _before.Update(_before.Value + 1);
            _values.Add(last);
            _byText.Put($"{last}", last);
            output.Collect($"{context.Key} {context.Window} +{last} of {_firings.Value}: {_before.Value}, {string.Join(' ', _values.Entries)} at {string.Join(' ', _byText.Keys)}");
        }
    }

    private sealed class Differences : ProcessWindowFunction<string, int, string>
    {
        private readonly WindowValueState<int> _before = new("before");

        public override void Process(WindowContext<string> context, IEnumerable<int> elements, ICollector<string> output)
        {
            var sum = elements.Single();
            output.Collect($"{context.Key} {context.Window} +{sum - _before.Value}");
            _before.Update(sum);
        }
    }

    private sealed class Sum : AggregateFunction<Item, int, int>
    {
        public override int CreateAccumulator() => 0;

        public override int Add(int accumulator, Item value) => accumulator + value.Value;

        public override int GetResult(int accumulator) => accumulator;

        public override int Merge(int a, int b) => a + b;
    }
}
