using System.Globalization;
using Millrace.Tests.Testing;

namespace Millrace.Operators.Tests.Windows;

public sealed class WindowGridTests
{
    public static TheoryData<string> Rows =>
        [.. File.ReadLines(SharedMaterial.Path("cases/window_starts.tsv")).Where(line => line.Length > 0 && (char.IsDigit(line[0]) || line[0] == '-'))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Windows_are_those_of_the_field(string row)
    {
        var cells = row.Split('\t');
        var number = cells.Take(4).Select(c => long.Parse(c, CultureInfo.InvariantCulture)).ToList();
        var isTumbling = cells.Length == 6;
        var grid = isTumbling ? new WindowGrid(number[2], number[2], number[1]) : new WindowGrid(number[2], number[3], number[1]);
        var windows = new List<TimeWindow>();
        for (var start = grid.LastStart(number[0]); start > number[0] - grid.Size; start -= grid.Slide) windows.Add(new TimeWindow(start, start + grid.Size));
        var expected = isTumbling ? $"[{cells[3]},{cells[4]})" : cells[4];
        Assert.Equal(expected, string.Join(' ', windows.Select(w => $"[{w.Start},{w.End})")));
        Assert.Equal(windows.Count > 0, grid.Holds(number[0]));
        if (windows.Count == 0) return;
        var pane = grid.PaneOf(number[0]);
        Assert.Equal((windows[^1].End, windows[0].End), (grid.FirstEnd(pane), grid.LastEnd(pane)));
        Assert.All(windows, w => Assert.True(grid.EndsAt(w.End)));
    }
}
