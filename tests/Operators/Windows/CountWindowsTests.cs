using CsCheck;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Operators.Tests.Windows;

public sealed class CountWindowsTests
{
    private static readonly Gen<(string Key, int Number)[]> s_records = Gen.Select(Gen.Bool.Select(static isA => isA ? "a" : "b"), Gen.Int[1, 99]).Array[0, 14];

    [Fact]
    public void Each_so_many_records_of_a_key_are_a_window() => Gen.Select(s_records, Gen.Int[1, 5]).Sample(
        (records, size) => Assert.Equal(
            Windows(records, (numbers, count) => count % size == 0 ? numbers[^size..] : null),
            Check(records, keyed => keyed.CountWindow(size).Reduce((a, b) => (a.Key, a.Number + b.Number)).Map(w => (w.Key, w.Value.Number)))),
        iter: 20);

    [Fact]
    public void The_last_records_are_a_window_after_each_slide() => Gen.Select(s_records, Gen.Int[1, 5], Gen.Int[1, 5]).Sample(
        (records, size, slide) => Assert.Equal(
            Windows(records, (numbers, count) => count % slide == 0 ? numbers[^Math.Min(size, count)..] : null),
            Check(records, keyed => keyed.CountWindow(size, slide, allowGaps: true).Reduce((a, b) => (a.Key, a.Number + b.Number)).Map(w => (w.Key, w.Value.Number)))),
        iter: 20);

    [Fact]
    public void Windows_of_all_records_know_no_key()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, int Number)>().Record(("a", 1), 1).Record(("b", 2), 4).Watermark(5).Record(("c", 3), 12).Record(("d", 4), 11),
            records => records.WindowAll(TumblingEventTimeWindows.Of(TimeSpan.FromMilliseconds(10))).Reduce((a, b) => (string.Join("", $"{a.Key}{b.Key}".Order()), a.Number + b.Number))
                .Map(w => $"{w.Window} {w.Value.Key} {w.Value.Number}"));
        Assert.Equal(["[0, 10) ab 3", "[10, 20) cd 7"], output.Values());
    }

    [Fact]
    public void Count_windows_of_all_records_know_no_key()
    {
        var script = new Script<(string Key, int Number)>().Record(("a", 1)).Record(("b", 2)).Record(("a", 3)).Record(("c", 4)).Record(("a", 5));
        var options = new HarnessOptions<string> { Rescales = false };
        Assert.Equal(
            ["ab3", "ca7"], OperatorHarness.Check(script, r => r.CountWindowAll(2).Reduce((a, b) => (b.Key == "c" ? "ca" : "ab", a.Number + b.Number)).Map(w => $"{w.Value.Key}{w.Value.Number}"), options).Values());
        Assert.Equal(
            ["1 2", "2 3 4"], OperatorHarness.Check(script, r => r.CountWindowAll(3, 2).Process(all => string.Join(' ', all.Select(i => i.Number))), options).Values());
    }

    [Fact]
    public void A_trigger_of_windows_of_all_records_fires_before_their_end()
    {
        var output = OperatorHarness.Check(
            new Script<(string Key, int Number)>().Record(("a", 1), 1).Record(("b", 2), 4).Record(("c", 3), 12).Watermark(9).Record(("d", 4), 11).Record(("e", 5), 15),
            records => records.WindowAll(TumblingEventTimeWindows.Of(TimeSpan.FromMilliseconds(10))).Trigger(new CountTrigger(2)).Count().Map(c => $"{c.Window} {c.Count}"),
            new HarnessOptions<string> { Rescales = false });
        Assert.Equal(["[0, 10) 2", "[10, 20) 2"], output.Values());
    }

    [Theory]
    [InlineData(0, 0, "a count window of 0 records would never be full")]
    [InlineData(-3, 0, "a count window of -3 records would never be full")]
    [InlineData(3, -1, "a count window of 3 records every -1 is impossible")]
    [InlineData(0, 1, "a count window of 0 records every 1 is impossible")]
    [InlineData(2, 3, "count windows of 2 records every 3 skip records; pass allowGaps: true")]
    public void Impossible_ones_are_refused_where_they_are_defined(int size, int slide, string problem)
    {
        var refused = Assert.Throws<InvalidJobException>(() => Check([], keyed => slide == 0
            ? keyed.CountWindow(size).Count().Map(w => (w.Key, (int)w.Count))
            : keyed.CountWindow(size, slide).Reduce((a, _) => a).Map(w => w.Value)));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("CountWindowsTests.cs:", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Key, int Sum)> Check(
        (string Key, int Number)[] records, Func<KeyedStream<string, (string Key, int Number)>, DataStream<(string Key, int Sum)>> define) =>
        OperatorHarness.Check(
            new Script<(string Key, int Number)>().Records(records),
            stream => define(stream.KeyBy(r => r.Key)),
            new HarnessOptions<(string Key, int Sum)> { KeyOf = r => r.Key, OneOf = 20 }).Values().OrderBy(r => r.Key, StringComparer.Ordinal);

    private static IEnumerable<(string Key, int Sum)> Windows((string Key, int Number)[] records, Func<int[], int, int[]?> windowAfter) =>
        records.GroupBy(static r => r.Key).OrderBy(static g => g.Key, StringComparer.Ordinal).SelectMany(g =>
        {
            var numbers = g.Select(static r => r.Number).ToArray();
            return Enumerable.Range(1, numbers.Length).Select(count => windowAfter(numbers[..count], count)).OfType<int[]>().Select(w => (g.Key, w.Sum()));
        });
}
