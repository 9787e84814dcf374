using Millrace.Hosting.Logs;

namespace Millrace.JobManager.Dispatching;

/// <summary>A logger whose every entry names the job it is about.</summary>
internal sealed class ScopedLogger(ILogger log, string jobId) : ILogger
{
    private readonly LogScopeValues _scope = LogScope.Of(jobId);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        using (log.BeginScope(_scope)) log.Log(logLevel, eventId, state, exception, formatter);
    }
}
