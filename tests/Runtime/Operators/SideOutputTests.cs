using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators;

public sealed class SideOutputTests
{
    private static readonly OutputTag<string> s_words = new("words");

    [Fact]
    public void A_function_without_a_key_puts_out_into_several_side_outputs()
    {
        var lengths = new OutputTag<int>("lengths");
        var output = OperatorHarness.Check(
            new Script<string>().Records("7", "seven", "8", "eight", "9"),
            lines =>
            {
                var numbers = lines.Process(new ParseNumber(lengths));
                return numbers.Map(n => $"number {n}")
                    .Union(numbers.SideOutput(s_words).Map(word => $"word {word}"), numbers.SideOutput(lengths).Map(length => $"length {length}"));
            },
            ByKind);
        Assert.Equal(
            ["length 5", "length 5", "number 7", "number 8", "number 9", "word eight", "word seven"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void One_in_the_middle_of_a_chain_keeps_its_side_output()
    {
        var output = OperatorHarness.Check(
            new Script<string>().Records("1", "two", "3"),
            lines =>
            {
                var numbers = lines.Filter(line => line.Length > 0).Process(new ParseNumber(new OutputTag<int>("lengths")));
                return numbers.Map(n => n * 2).Filter(n => n > 2).Map(n => $"number {n}").Union(numbers.SideOutput(s_words).Map(word => $"word {word}"));
            },
            ByKind);
        Assert.Equal(["number 6", "word two"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_side_output_has_several_consumers_and_keys_of_its_own()
    {
        var output = OperatorHarness.Check(
            new Script<string>().Records("a", "b", "a", "1", "a"),
            lines =>
            {
                var words = lines.Process(new ParseNumber(new OutputTag<int>("lengths"))).SideOutput(s_words);
                return words.KeyBy(word => word).Count().Map(c => $"{c.Key} {c.Count}").Union(words.Map(word => $"word {word}"));
            },
            ByKind);
        Assert.Equal(["a 1", "a 2", "a 3", "b 1", "word a", "word a", "word a", "word b"], output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keyed_functions_put_out_from_records_and_timers_with_their_timestamps()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, int Value)>().Record(("a", 1), 10).Record(("b", 2), 20).Watermark(15).Record(("a", 3), 30).Watermark(100),
            records =>
            {
                var kept = records.KeyBy(r => r.Key).Process(new Announce());
                return kept.Map(r => $"{r.Key} {r.Value}").Union(kept.SideOutput(Announce.News));
            },
            ByKind);
        Assert.Equal(
            [("a 1", 10), ("a 3", 30), ("b 2", 20), ("due a", 11), ("due a", 31), ("due b", 21), ("seen a", 10), ("seen a", 30), ("seen b", 20)],
            output.Select(e => (e.Value, e.Timestamp)).OrderBy(e => e.Value, StringComparer.Ordinal).ThenBy(e => e.Timestamp));
    }

    private static HarnessOptions<string> ByKind { get; } = new() { KeyOf = text => text.Split(' ')[0], Ordered = false };

    private sealed class ParseNumber(OutputTag<int> lengths) : ProcessFunction<string, int>
    {
        public override void Process(string value, ProcessContext context, ICollector<int> output)
        {
            if (int.TryParse(value, out var number))
            {
                output.Collect(number);
                return;
            }

            context.Output(s_words, value);
            context.Output(lengths, value.Length);
            context.Output(new OutputTag<string>("unused"), value);
        }
    }

    private sealed class Announce : KeyedProcessFunction<string, (string Key, int Value), (string Key, int Value)>
    {
        public static OutputTag<string> News { get; } = new("news");

        public override void Process((string Key, int Value) value, KeyedProcessContext<string> context, ICollector<(string Key, int Value)> output)
        {
            context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            context.Output(News, $"seen {context.Key}");
            output.Collect(value);
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, int Value)> output) => context.Output(News, $"due {context.Key}");
    }
}
