using Microsoft.Extensions.DependencyInjection.Extensions;
using Millrace.Hosting.Logs;
using Millrace.JobManager.Logs;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the logs of jobs.</summary>
internal static class LogsRegistration
{
    /// <summary>Adds the services that keep and read them.</summary>
    public static IServiceCollection AddJobLogs(this IServiceCollection services, JobManagerOptions options)
    {
        var store = new JobLogStore(options.LogEntries);
        services.AddSingleton(store).AddSingleton<JobLogReading>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JobLogProvider>(s => new JobLogProvider("jobmanager", s.GetRequiredService<TimeProvider>(), store.Add)));
        return services;
    }
}
