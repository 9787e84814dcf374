using System.Globalization;
using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Hosting.Logs;

/// <summary>Passes on log entries about jobs: those with <see cref="LogScope.Job"/> in their scope, or among their own values.</summary>
/// <param name="process">The process name of the entries.</param>
/// <param name="time">The clock.</param>
/// <param name="add">Takes an entry; must not block.</param>
[ProviderAlias("JobLog")]
public sealed class JobLogProvider(string process, TimeProvider time, Action<JobLogEntry> add) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static void Collect(object? values, SortedDictionary<string, string> into)
    {
        if (values is not IEnumerable<KeyValuePair<string, object>> pairs) return;
        foreach (var (name, value) in pairs)
        {
            if (value is ExecutionAttempt attempt)
            {
                into[LogScope.Job] = attempt.JobId;
                into[LogScope.Attempt] = attempt.Number.ToString(CultureInfo.InvariantCulture);
            }
            else if (LogScope.Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            {
                into[known] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
        }
    }

    private sealed class Logger(JobLogProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scope = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Collect(state, scope);
            provider._scopes.ForEachScope(Collect, scope);
            if (!scope.ContainsKey(LogScope.Job)) return;
            provider.Add(logLevel, formatter(state, exception), exception, scope);
        }
    }

    private void Add(LogLevel level, string message, Exception? exception, SortedDictionary<string, string> scope) =>
        add(new JobLogEntry(time.GetUtcNow(), level.ToString().ToLowerInvariant(), process, BoundedText.Cut(message, JobFailure.LongestDetails), BoundedText.Cut(exception?.ToString() ?? "", JobFailure.LongestDetails), scope));
}
