using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Millrace.Core.Control;

namespace Millrace.Hosting.Logs;

/// <summary>The simple formatter of consoles, with escapes for the control characters that names and messages of users may have.</summary>
internal sealed class EscapedLogFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    /// <summary>By what the console's options choose it.</summary>
    public const string FormatterName = "escaped";

    private ConsoleFormatter? _simple;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // Formatters know each other only once all of them are made.
        _simple ??= services.GetServices<ConsoleFormatter>().First(static f => f.Name == ConsoleFormatterNames.Simple);
        var format = logEntry.Formatter;
        _simple.Write(
            new LogEntry<TState>(
                logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.State, logEntry.Exception, (state, e) => BoundedText.Escape(format(state, e), keepsLines: true)),
            scopeProvider,
            textWriter);
    }
}
