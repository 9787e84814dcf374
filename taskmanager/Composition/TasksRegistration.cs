using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Hosts;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>
/// The one place where what runs tasks is plugged in: the library of jobs, what runs them, and how their data gets to other processes.
/// </summary>
internal static partial class TasksRegistration
{
    /// <summary>Adds what runs tasks. It survives a defect in one task: it is logged, and only that activity is dead.</summary>
    public static IServiceCollection AddTasks(this IServiceCollection services, TaskManagerOptions options) => services
        .AddSingleton<JobLibrary>()
        .AddSingleton<JobManagerLink>()
        .AddSingleton<IActivityHost>(static s => new ThreadHost((name, e) => LogDefect(s.GetRequiredService<ILogger<ThreadHost>>(), e, name)))
        .AddSingleton<IDeployments>(s => new Deployments(
            options.Id,
            s.GetRequiredService<JobLibrary>(),
            s.GetRequiredService<IActivityHost>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<JobManagerLink>(),
            s.GetRequiredService<EngineMeter>(),
            s.GetRequiredService<ILogger<TaskExecutor>>()));

    [LoggerMessage(Level = LogLevel.Critical, Message = "A defect of the engine ended the activity '{Activity}'")]
    private static partial void LogDefect(ILogger log, Exception e, string activity);
}
