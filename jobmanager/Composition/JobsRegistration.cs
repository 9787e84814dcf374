using System.Security.Cryptography;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Processes;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Leading;
using Millrace.JobManager.Logs;
using Millrace.JobManager.Services;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Composition;

/// <summary>Registers the core of the job manager: the dispatcher with its jobs, the task manager pool, and the service that controls jobs.</summary>
internal static partial class JobsRegistration
{
    /// <summary>
    /// Adds the core. A defect in one job does not stop the process: it is logged, and that job fails. A defect in the dispatcher or the
    /// pool terminates the process.
    /// </summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, JobManagerOptions options) => services
        .AddSingleton<IActivityHost>(s => new ThreadHost((activity, e) => OnDefect(s, activity, e), effects: options.EffectThreads))
        .AddSingleton(s => new JobManagerCore(
            Context(s, options),
            s.GetRequiredService<TaskManagerSessionOptions>(),
            new LeadershipOptions { IsAlone = options.IsAlone, BeatInterval = options.LeaderInterval, Patience = options.LeaderTimeout },
            s.GetRequiredService<JobLogStore>(),
            s.GetRequiredService<ILoggerFactory>(),
            s.GetService<ITaskManagerRegistry>()))
        .AddSingleton(static s => s.GetRequiredService<JobManagerCore>().Dispatcher)
        .AddSingleton(static s => s.GetRequiredService<JobManagerCore>().Sessions)
        .AddSingleton(static s => s.GetRequiredService<Dispatcher>().RecentArtifacts)
        .AddSingleton(s => new LeadershipService(s.GetRequiredService<JobManagerCore>(), options, s, s.GetRequiredService<ProcessEnd>(), s.GetRequiredService<TimeProvider>()))
        .AddHostedService(static s => s.GetRequiredService<LeadershipService>());

    /// <summary>Maps the service that controls jobs.</summary>
    public static void MapJobs(this WebApplication app) => app.MapGrpcService<JobsService>();

    private static DispatcherContext Context(IServiceProvider services, JobManagerOptions options) => new(
        services.GetRequiredService<IBlobStore>(),
        options.Location,
        services.GetRequiredService<IBlobStores>(),
        services.GetRequiredService<IActivityHost>(),
        services.GetRequiredService<TimeProvider>(),
        new Random(BitConverter.ToInt32(RandomNumberGenerator.GetBytes(sizeof(int)))),
        services.GetRequiredService<ILogger<Dispatcher>>(),
        options.JobDefaults())
    {
        Meter = services.GetRequiredService<EngineMeter>(),
        Retention = options.EndedJobRetention,
    };

    private static void OnDefect(IServiceProvider services, string activity, Exception e)
    {
        LogDefect(services.GetRequiredService<ILogger<ThreadHost>>(), e, activity);
        if (!services.GetRequiredService<JobManagerCore>().TrySurvive(activity, e))
            services.GetRequiredService<ProcessEnd>().Fail($"a defect of the engine ended the activity '{activity}' ({e.GetType().Name}).");
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A defect in the engine ended the activity '{Activity}'")]
    private static partial void LogDefect(ILogger log, Exception e, string activity);
}
