using Millrace.Testing;

namespace Millrace.Operators.Tests.Windows;

/// <summary>The tables of <c>../shared/cases/README.md</c>, part 3: which windows merge, and under which of them their state is kept.</summary>
public sealed class MergingWindowsTests
{
    [Theory]
    // Per step: a window, its result, the state window, the windows merged into it, and the state windows to merge.
    [InlineData("0-4 0-4 0-4; 0-4 0-4 0-4; 3-5 0-5 0-4 0-4; 4-6 0-6 0-4 0-5; 1-4 0-6 0-4; 0-4 0-6 0-4; 3-5 0-6 0-4; 4-6 0-6 0-4; "
        + "11-14 11-14 11-14; 10-13 10-14 11-14 11-14; 12-15 10-15 11-14 10-14; retire 0-6; kept 0-6 none; kept 10-15 11-14")]
    [InlineData("0-3 0-3 0-3; 5-8 5-8 5-8; 10-13 10-13 10-13; 8-10 5-13 5-8 5-8,10-13 10-13; 3-5 0-13 0-3 0-3,5-13 5-8")]
    [InlineData("1-2 1-2 1-2; 0-3 0-3 1-2 1-2")]
    [InlineData("10-20 10-20 10-20; 21-30 21-30 21-30; 20-21 10-30 10-20 10-20,21-30 21-30")]
    public void Windows_that_touch_become_one_and_keep_what_they_hold(string script)
    {
        using var played = StreamHarness.Of((DataStream<string> steps) => steps.KeyBy(_ => 1).Process(new Play()));
        foreach (var step in script.Split("; "))
        {
            var cells = step.Split(' ');
            var input = cells[0] is "retire" or "kept" ? $"{cells[0]} {cells[1]}" : cells[0];
            played.Push(input);
            Assert.Equal(step, $"{input} {played.Output.Take().Single()}".TrimEnd());
        }
    }

    [Theory]
    [InlineData("0-1 1-2 2-3 4-5 5-6", "0-3 4-6")]
    [InlineData("1-1 0-2 4-7 5-6", "0-2 4-7")]
    [InlineData("0-0", "0-0")]
    public void Whatever_the_order_the_whole_is_the_same(string windows, string expected)
    {
        foreach (var order in Orders(windows.Split(' ')))
        {
            using var played = StreamHarness.Of((DataStream<string> steps) => steps.KeyBy(_ => 1).Process(new Play()));
            played.PushAll(order);
            played.Output.Clear();
            played.Push("all");
            Assert.Equal(expected, played.Output.Single());
        }
    }

    private static IEnumerable<string[]> Orders(string[] windows) => windows.Length == 1
        ? [windows]
        : windows.SelectMany((first, i) => Orders([.. windows[..i], .. windows[(i + 1)..]]).Select(rest => (string[])[first, .. rest]));

    private sealed class Play : KeyedProcessFunction<int, string, string>
    {
        private readonly MergingWindows _merging = new();

        public override void Process(string value, KeyedProcessContext<int> context, ICollector<string> output)
        {
            switch (value.Split(' '))
            {
                case ["all"]:
                    output.Collect(Text(_merging.All, ' '));
                    break;
                case ["retire", var over]:
                    _merging.Retire(Window(over));
                    output.Collect("");
                    break;
                case ["kept", var window]:
                    output.Collect(_merging.KeptUnder(Window(window)) is { } kept ? Text([kept]) : "none");
                    break;
                default:
                    var merge = _merging.Add(Window(value), static _ => 0);
                    output.Collect($"{Text([merge.Window])} {Text([merge.KeptUnder])} {Text(merge.Sources)} {Text(merge.MergedKeptUnder)}".TrimEnd());
                    break;
            }
        }

        private static TimeWindow Window(string text) => text.Split('-') is var ends ? new TimeWindow(long.Parse(ends[0]), long.Parse(ends[1])) : default;

        private static string Text(IEnumerable<TimeWindow> windows, char separator = ',') => string.Join(separator, windows.Select(w => $"{w.Start}-{w.End}"));
    }
}
