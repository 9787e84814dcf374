namespace Millrace.Cli.Output;

/// <summary>Rows of aligned columns under a heading. Where they must fit a width, the widest columns are truncated.</summary>
/// <param name="headings">The columns; one that ends with <c>&gt;</c> is aligned to the right.</param>
internal sealed class Table(params string[] headings)
{
    private const string Gap = "  ";
    private const string Cut = "…";
    private const int Narrowest = 8;
    private const char ToTheRight = '>';

    private readonly string[] _headings = [.. headings.Select(h => h.TrimEnd(ToTheRight))];
    private readonly bool[] _right = [.. headings.Select(h => h.EndsWith(ToTheRight))];
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, with one text for each column.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Readable.Line)]);

    /// <summary>Writes the table.</summary>
    /// <param name="output">The writer.</param>
    /// <param name="width">The maximum width of the lines in characters; null for no limit.</param>
    public void Write(TextWriter output, int? width)
    {
        string[][] lines = [_headings, .. _rows];
        var widths = _headings.Select((_, column) => lines.Max(l => l[column].Length)).ToArray();
        if (width is { } most) Fit(widths, most);
        foreach (var line in lines) output.WriteLine(string.Join(Gap, line.Select((cell, column) => Cell(cell, widths[column], _right[column]))).TrimEnd());
    }

    private static void Fit(int[] widths, int most)
    {
        for (var over = widths.Sum() + (Gap.Length * (widths.Length - 1)) - most; over > 0; over--)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= Narrowest) return;
            widths[widest]--;
        }
    }

    private static string Cell(string cell, int width, bool right)
    {
        if (cell.Length > width) return string.Concat(cell.AsSpan(0, width - Cut.Length), Cut);
        return right ? cell.PadLeft(width) : cell.PadRight(width);
    }
}
