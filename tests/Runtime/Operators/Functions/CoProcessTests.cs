using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>Functions over two streams. The records of the two streams have no common order, so outputs are compared per input.</summary>
public sealed class CoProcessTests
{
    private static readonly Script<Entry> s_script = new Script<Entry>()
        .Record(new Entry("a", 1), 10, 0).Record(new Entry("a", 2), 20, 1).Record(new Entry("b", 3), 5, 1).Watermark(12)
        .Record(new Entry("b", 4), 30, 0).Record(new Entry("a", 5), 40, 0).Watermark(35)
        .Record(new Entry("a", 6), 50, 1).Record(new Entry("c", 7), 60, 1);

    [Fact]
    public void A_co_map_gives_one_result_for_each_record_of_either()
    {
        var output = OperatorHarness.CheckAll(s_script, s => s[0].Connect(s[1]).Map(e => $"first {e.Number}", e => $"second {e.Number}"), ByWord);
        Assert.Equal(["first 1", "first 4", "first 5"], Of("first", (IReadOnlyList<Emitted<string>>)output));
        Assert.Equal(["second 2", "second 3", "second 6", "second 7"], Of("second", (IReadOnlyList<Emitted<string>>)output));
    }

    [Fact]
    public void A_co_flat_map_gives_any_number_of_results()
    {
        var output = OperatorHarness.CheckAll(
            s_script,
            s => s[0].Connect(s[1]).FlatMap<string>(
                (e, to) => Array.ForEach([.. Enumerable.Range(0, e.Number)], i => to.Collect($"first {e.Number}.{i}")),
                (e, to) =>
                {
                    if (e.Number % 2 == 1) to.Collect($"second {e.Number}");
                }),
            ByWord);
        Assert.Equal(["first 1.0", "first 4.0", "first 4.1", "first 4.2", "first 4.3", "first 5.0", "first 5.1", "first 5.2", "first 5.3", "first 5.4"], Of("first", (IReadOnlyList<Emitted<string>>)output));
        Assert.Equal(["second 3", "second 7"], Of("second", (IReadOnlyList<Emitted<string>>)output));
    }

    [Fact]
    public void Both_streams_of_a_key_meet_in_one_state()
    {
        var output = OperatorHarness.CheckAll(
            s_script, s => s[0].KeyBy(e => e.Key).Connect(s[1].KeyBy(e => e.Key)).Process(new Pairs()), new HarnessOptions<string> { Ordered = false });
        Assert.Equal(["a 1-2", "a 1-6", "a 5-2", "a 5-6", "b 4-3"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Timers_follow_both_streams_and_side_outputs_take_from_both()
    {
        var output = OperatorHarness.CheckAll(
            s_script,
            s =>
            {
                var due = s[0].KeyBy(e => e.Key).Connect(s[1].KeyBy(e => e.Key)).Process(new Timers());
                return due.Union(due.SideOutput(Timers.Seen));
            },
            new HarnessOptions<string> { Ordered = false });
        Assert.Equal(["due a 11", "due a 21", "due a 41", "due a 51", "due b 31", "due b 6", "due c 61"], Of("due", (IReadOnlyList<Emitted<string>>)output).Order(StringComparer.Ordinal));
        Assert.Equal(["seen first 1", "seen first 4", "seen first 5", "seen second 2", "seen second 3", "seen second 6", "seen second 7"], Of("seen", (IReadOnlyList<Emitted<string>>)output).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stream_connects_with_itself()
    {
        var output = OperatorHarness.CheckAll(s_script, s => s[0].Connect(s[0].Union(s[1])).Map(e => $"first {e.Number}", e => $"second {e.Number}"), ByAll);
        Assert.Equal(["first 1", "first 4", "first 5"], Of("first", (IReadOnlyList<Emitted<string>>)output));
        Assert.Equal(7, Of("second", (IReadOnlyList<Emitted<string>>)output).Count());
    }

    private static HarnessOptions<string> ByWord { get; } = new() { Ordered = false, KeyOf = text => text.Split(' ')[0], Rescales = false };

    private static HarnessOptions<string> ByAll { get; } = new() { Ordered = false };

    private static IEnumerable<string> Of(string word, IReadOnlyList<Emitted<string>> output) => output.Values().Where(v => v.Split(' ')[0] == word);

    private sealed record Entry(string Key, int Number);

    private sealed class Pairs : KeyedCoProcessFunction<string, Entry, Entry, string>
    {
        private readonly MapState<int, bool> _first = new("first");
        private readonly MapState<int, bool> _second = new("second");

        public override void Process1(Entry value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            _first.Put(value.Number, true);
            foreach (var other in _second.Entries) output.Collect($"{context.Key} {value.Number}-{other.Key}", 0);
        }

        public override void Process2(Entry value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            _second.Put(value.Number, true);
            foreach (var other in _first.Entries) output.Collect($"{context.Key} {other.Key}-{value.Number}", 0);
        }
    }

    private sealed class Timers : KeyedCoProcessFunction<string, Entry, Entry, string>
    {
        public static OutputTag<string> Seen { get; } = new("seen");

        public override void Process1(Entry value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            context.Output(Seen, $"seen first {value.Number}");
        }

        public override void Process2(Entry value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            context.Output(Seen, $"seen second {value.Number}");
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<string> output) => output.Collect($"due {context.Key} {context.Timestamp}");
    }
}
