using Microsoft.Extensions.Logging;

namespace Millrace.Local;

/// <summary>The log of a run as its user sees it: warnings and errors, on the error stream.</summary>
internal sealed class TerminalLog(Terminal terminal) : ILogger
{
    // A log entry starts on the progress line, which may be longer.
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
