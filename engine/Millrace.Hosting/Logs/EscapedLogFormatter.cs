using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Millrace.Core.Control;

namespace Millrace.Hosting.Logs;

/// <summary>The simple console formatter, but with escapes for the control characters that users' names and messages may have.</summary>
internal sealed class EscapedLogFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name by which the console's options select it.</summary>
    public const string FormatterName = "escaped";

    private ConsoleFormatter? _simple;

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // Formatters can only be resolved once all of them have been created.
        _simple ??= services.GetServices<ConsoleFormatter>().First(static f => f.Name == ConsoleFormatterNames.Simple);
        var format = logEntry.Formatter;
        _simple.Write(
            new LogEntry<TState>(
                logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.State, logEntry.Exception, (state, e) => BoundedText.Escape(format(state, e), keepsLines: true)),
            scopeProvider,
            textWriter);
    }
}
