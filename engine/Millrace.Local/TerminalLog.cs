using Microsoft.Extensions.Logging;

namespace Millrace.Local;

/// <summary>The log of a run as its user sees it: warnings and worse, on the stream of errors.</summary>
internal sealed class TerminalLog(Terminal terminal) : ILogger
{
    // What is logged begins on the line of progress, which may be longer.
    private readonly string _lineEnd = (terminal.Width is null ? "" : ProgressLine.ClearLine) + Environment.NewLine;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var kind = logLevel == LogLevel.Warning ? "warning" : "error";
        var text = $"{kind}: {formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}";
        terminal.Error.Write(text.TrimEnd().ReplaceLineEndings(_lineEnd) + _lineEnd);
    }
}
