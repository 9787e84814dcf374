using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;
using Millrace.Hosting.Storage;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Registration;

namespace Millrace.TaskManager.Composition;

/// <summary>Registers what runs tasks: the code of jobs, the tasks themselves, and the exchange of their data with other processes.</summary>
internal static partial class TasksRegistration
{
    /// <summary>
    /// Adds what runs tasks. A defect in one task is logged, and only that activity is dead; one in the executor ends the process.
    /// </summary>
    public static IServiceCollection AddTasks(this IServiceCollection services, TaskManagerOptions options, ClientSecurity peers)
    {
        var host = new DefectHost(TaskExecutor.MailboxName(options.Id), options.EffectThreads);
        var stores = new BlobStores(options.Azure);
        var exchange = new DataExchange(
            options.Id, TimeProvider.System, options.Exchange.Options() with { BearerToken = peers.Token, ConfigureHandler = peers.Configure });
        return services
            .AddSingleton(s => host.Tell(s.GetRequiredService<ILogger<ThreadHost>>(), s.GetRequiredService<ProcessEnd>()))
            .AddDataExchange(exchange)
            .AddSingleton(static s => s.GetRequiredService<TaskManagerCore>().Link)
            .AddSingleton(s => new TaskManagerContext(
                options.Tasks(s.GetRequiredService<EngineMeter>(), s.GetRequiredService<ProcessEnd>().Leave),
                welcome => Open(welcome, stores, options),
                exchange,
                s.GetRequiredService<IActivityHost>(),
                s.GetRequiredService<TimeProvider>(),
                static () => Environment.WorkingSet))
            .AddSingleton<TaskManagerCore>();
    }

    /// <exception cref="InvalidOperationException">The storage is unknown to this process.</exception>
    private static (IBlobStore Blobs, JobLibrary Library) Open(TaskManagerMessage.Welcome welcome, BlobStores stores, TaskManagerOptions options)
    {
        var blobs = stores.Open(StorageUri.TryParse(welcome.Storage) ?? throw new InvalidOperationException($"The job manager keeps state in {welcome.Storage}: {StorageUri.Expected}"));
        var artifacts = new ArtifactStore(blobs, new ArtifactLimits { Extracted = options.ArtifactUnpackedLimit });
        return (blobs, new JobLibrary(new ArtifactCache(artifacts, options.ArtifactFolder), welcome.CollectibleJobs));
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A defect in the engine ended the activity '{Activity}'")]
    private static partial void LogDefect(ILogger log, Exception e, string activity);

    /// <summary>The host of all activities, which exists before the log does.</summary>
    private sealed class DefectHost
    {
        private ILogger? _log;
        private ProcessEnd? _end;

        public DefectHost(string control, int effects) => Host = new ThreadHost(
            (activity, e) =>
            {
                if (_log is { } log) LogDefect(log, e, activity);
                if (activity == control || activity == JobManagerRegistration.MailboxName) _end?.Fail($"a defect of the engine ended the activity '{activity}' ({e.GetType().Name}).");
            },
            ThreadStacks.Of,
            effects);

        public IActivityHost Host { get; }

        public IActivityHost Tell(ILogger log, ProcessEnd end)
        {
            (_log, _end) = (log, end);
            return Host;
        }
    }
}
