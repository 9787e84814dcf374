using Microsoft.Extensions.DependencyInjection.Extensions;
using Millrace.Hosting.Logs;

namespace Millrace.TaskManager.Composition;

/// <summary>Registers the logs of jobs, which are sent to the job manager.</summary>
internal static class LogsRegistration
{
    /// <summary>Adds the buffer that holds them until they are sent.</summary>
    public static IServiceCollection AddJobLogs(this IServiceCollection services, TaskManagerOptions options)
    {
        var buffer = new JobLogBuffer();
        services.AddSingleton(buffer);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, JobLogProvider>(s => new JobLogProvider(options.Id, s.GetRequiredService<TimeProvider>(), buffer.Add)));
        return services;
    }
}
