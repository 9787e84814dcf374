using System.Security.Cryptography;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Processes;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Services;
using Millrace.JobManager.Slots;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Composition;

/// <summary>The core of the job manager: the dispatcher with its jobs, the pool of task managers, and the service that controls jobs.</summary>
internal static partial class JobsRegistration
{
    /// <summary>
    /// Adds the core. What runs its mail survives a defect in one job: it is logged, and the job has failed. A defect of the dispatcher or of
    /// the pool ends the process.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, JobManagerOptions options) => services
        .AddSingleton<IActivityHost>(static s => new ThreadHost((activity, e) => OnDefect(s, activity, e)))
        .AddSingleton(s => new TaskManagerPool(s.GetRequiredService<IActivityHost>(), s.GetRequiredService<TimeProvider>(), options.PlanLimit))
        .AddSingleton(s => new Dispatcher(Context(s, options), s.GetRequiredService<TaskManagerPool>()))
        .AddSingleton(static s => s.GetRequiredService<Dispatcher>().RecentArtifacts)
        .AddSingleton<TaskManagerRegistry>()
        .AddSingleton<ITaskManagerRegistry>(static s => s.GetRequiredService<TaskManagerRegistry>())
        .AddSingleton<IFreeSlots>(static s => s.GetRequiredService<TaskManagerRegistry>())
        .AddHostedService<JobRecovery>();

    /// <summary>Maps the service that controls jobs.</summary>
    public static void MapJobs(this WebApplication app) => app.MapGrpcService<JobsService>();

    private static DispatcherContext Context(IServiceProvider services, JobManagerOptions options) => new(
        services.GetRequiredService<IBlobStore>(),
        options.StorageFolder,
        services.GetRequiredService<IActivityHost>(),
        services.GetRequiredService<TimeProvider>(),
        new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(sizeof(int)))),
        services.GetRequiredService<ILogger<Dispatcher>>(),
        services.GetRequiredService<EngineMeter>(),
        new JobMasterOptions { HeartbeatInterval = options.HeartbeatInterval, HeartbeatTimeout = options.HeartbeatTimeout })
    {
        Retention = options.EndedJobRetention,
    };

    private static void OnDefect(IServiceProvider services, string activity, Exception e)
    {
        LogDefect(services.GetRequiredService<ILogger<ThreadHost>>(), e, activity);
        // Without these nothing is answered any more, and no job is controlled.
        if (activity is Dispatcher.MailboxName or TaskManagerPool.MailboxName)
            services.GetRequiredService<ProcessEnd>().Fail($"a defect of the engine ended the activity '{activity}' ({e.GetType().Name}).");
        else
            services.GetRequiredService<Dispatcher>().OnDefect(activity, e);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A defect of the engine ended the activity '{Activity}'")]
    private static partial void LogDefect(ILogger log, Exception e, string activity);
}
