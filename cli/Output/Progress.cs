namespace Millrace.Cli.Output;

/// <summary>Shows progress: one updating line on an interactive terminal, a plain line every now and then elsewhere.</summary>
internal sealed class Progress(Terminal terminal) : IDisposable
{
    private const string ClearLine = "\e[K";

    private static readonly TimeSpan UpdatePeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _period = terminal.ProgressWidth is null ? LinePeriod : UpdatePeriod;
    private long _shown = terminal.Time.GetTimestamp();
    private string _last = "";

    /// <summary>Shows an intermediate status; it is dropped if the last one, or the start, was only just before.</summary>
    public void Update(string text)
    {
        if (terminal.Time.GetElapsedTime(_shown) >= _period) Show(text);
    }

    /// <summary>Shows a status that must not be missed. The same text is not written twice in a row.</summary>
    public void Show(string text)
    {
        if (text == _last) return;
        (_shown, _last) = (terminal.Time.GetTimestamp(), text);
        if (terminal.ProgressWidth is null)
        {
            terminal.Error.WriteLine(text);
            return;
        }

        // A line that wraps could not be updated.
        var width = Math.Max(1, terminal.ProgressWidth() - 1);
        terminal.Error.Write($"{text.AsSpan(0, Math.Min(text.Length, width))}{ClearLine}\r");
    }

    /// <summary>Leaves the updating line as it is, and starts a new one.</summary>
    public void Dispose()
    {
        if (_last.Length > 0 && terminal.ProgressWidth is not null) terminal.Error.WriteLine();
        _last = "";
    }
}
