using System.ComponentModel.DataAnnotations;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Control;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Security;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Composition;

/// <summary>The settings of a job manager.</summary>
internal sealed class JobManagerOptions : IValidatableObject
{
    /// <summary>1000 h, as for the settings of a job.</summary>
    private const string LongestJobTime = "41.16:00:00";

    private static readonly JobMasterOptions s_job = new();

    /// <value>Where jobs, artifacts and checkpoints are kept, as a URI. Default: the folder .millrace where the process was started.</value>
    [Required(AllowEmptyStrings = false, ErrorMessage = "give a folder, such as file:///var/lib/millrace.")]
    public string Storage { get; set; } = StorageUri.OfFolder(".millrace").ToString();

    /// <value>Where gRPC is served. Default 127.0.0.1:6123.</value>
    public string GrpcAddress { get; set; } = "127.0.0.1:6123";

    /// <value>Where HTTP is served: JSON, health, metrics. Default 127.0.0.1:8081.</value>
    public string HttpAddress { get; set; } = "127.0.0.1:8081";

    /// <value>The host name under which task managers and clients reach it. Default: that of the addresses.</value>
    public string? Host { get; set; }

    /// <value>
    /// Whether it is the only job manager of the storage: it runs no election. Default null: where the storage is a folder, which it locks.
    /// </value>
    public bool? Alone { get; set; }

    /// <value>The interval of the leader's signs of life in the storage, where job managers elect one. Default 500 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ErrorMessage = "give a time from 50 ms to 1 min, such as 00:00:00.500.")]
    public TimeSpan LeaderInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <value>A leader that gives no sign of life for this long is replaced. Default 2.5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "give a time from 100 ms to 10 min, such as 00:00:02.500.")]
    public TimeSpan LeaderTimeout { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <value>The interval of heartbeats between task managers and the job manager. Default 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10", ErrorMessage = "give a time from 10 ms to 10 s, such as 00:00:00.250.")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <value>A task manager that sends no heartbeat for this long is considered lost. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "01:00:00", ErrorMessage = "give a time from 20 ms to 1 h, such as 00:00:02.")]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>The time from the end of a checkpoint of a job to the start of the next. Default 500 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", LongestJobTime, ErrorMessage = "give a time from 1 ms to 1000 h, such as 00:00:00.500.")]
    public TimeSpan CheckpointInterval { get; set; } = s_job.CheckpointInterval;

    /// <value>A checkpoint that takes longer is aborted. Default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", LongestJobTime, ErrorMessage = "give a time from 1 ms to 1000 h, such as 00:10:00.")]
    public TimeSpan CheckpointTimeout { get; set; } = s_job.CheckpointTimeout;

    /// <value>How long a task waits for a checkpoint's barriers before they overtake records. Default null: as long as it takes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", LongestJobTime, ErrorMessage = "give a time from 1 ms to 1000 h, such as 00:00:10.")]
    public TimeSpan? CheckpointAlignmentTimeout { get; set; } = s_job.AlignmentTimeout;

    /// <value>How many bytes of records a barrier may overtake in a subtask. Default 64 MiB.</value>
    [Range(JobSettings.LeastInFlight, JobSettings.MostInFlight, ErrorMessage = "give a number of bytes from 1024 to 1073741824.")]
    public int CheckpointInFlightLimit { get; set; } = s_job.InFlightLimit;

    /// <value>How many completed checkpoints of a job are kept. Default 3.</value>
    [Range(1, JobSettings.MostRetained, ErrorMessage = "give a number from 1 to 1000.")]
    public int RetainedCheckpoints { get; set; } = s_job.Retain;

    /// <value>How many consecutive checkpoints may fail before the job is restarted. Default 3.</value>
    [Range(0, JobSettings.MostFailures, ErrorMessage = "give a number from 0 to 1000000.")]
    public int TolerableFailedCheckpoints { get; set; } = s_job.TolerableFailedCheckpoints;

    /// <value>An attempt whose tasks have not all started by then has failed. Default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", LongestJobTime, ErrorMessage = "give a time from 1 ms to 1000 h, such as 00:10:00.")]
    public TimeSpan StartTimeout { get; set; } = s_job.StartTimeout;

    /// <value>How long a job that can run with fewer slots waits for all of them. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", LongestJobTime, ErrorMessage = "give a time from 1 ms to 1000 h, such as 00:00:02.")]
    public TimeSpan SlotTimeout { get; set; } = s_job.SlotTimeout;

    /// <value>How long the job manager waits for an attempt's tasks to end: longer than task managers do. Default 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00", ErrorMessage = "give a time from 1 s to 2 h, such as 00:02:00.")]
    public TimeSpan EndTimeout { get; set; } = s_job.EndTimeout;

    /// <value>An operation that the storage has not answered by then has failed. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "give a time from 1 s to 1 h, such as 00:01:00.")]
    public TimeSpan StoreTimeout { get; set; } = s_job.StoreTimeout;

    /// <value>The interval at which aligned sources learn each other's progress. Default 50 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "give a time from 1 ms to 1 min, such as 00:00:00.050.")]
    public TimeSpan AlignmentInterval { get; set; } = s_job.AlignmentInterval;

    /// <value>How long the planning of a job may take. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "give a time from 1 s to 1 h, such as 00:01:00.")]
    public TimeSpan PlanLimit { get; set; } = PlanQueue.DefaultLimit;

    /// <value>How large an artifact may be, in bytes. Default 256 MiB.</value>
    [Range(1, 2_000_000_000L, ErrorMessage = "give a number of bytes from 1 to 2000000000.")]
    public long ArtifactLimit { get; set; } = ArtifactLimits.Default.Size;

    /// <value>How large an artifact may be unpacked, in bytes. Default 1 GiB.</value>
    [Range(1, ArtifactLimits.MostExtracted, ErrorMessage = "give a number of bytes from 1 to 1000000000000.")]
    public long ArtifactUnpackedLimit { get; set; } = ArtifactLimits.Default.Extracted;

    /// <value>The largest message accepted from a task manager, in bytes. Default 256 MiB.</value>
    [Range(1 << 20, int.MaxValue, ErrorMessage = "give a number of bytes from 1048576 to 2147483647.")]
    public int MessageLimit { get; set; } = ControlStreamOptions.DefaultMessageLimit;

    /// <value>Whether the code of jobs is loaded so that it can be unloaded, which makes it slower. Default false.</value>
    public bool CollectibleJobs { get; set; }

    /// <value>Jobs that ended longer ago are removed with their checkpoints, and so are artifacts that no job uses. Default null: all are kept.</value>
    [Range(typeof(TimeSpan), "00:00:01", "10000.00:00:00", ErrorMessage = "give a time from 1 s to 10000 days, such as 7.00:00:00.")]
    public TimeSpan? EndedJobRetention { get; set; }

    /// <value>How many calls to the storage may run at once, each on a thread. Default 32.</value>
    [Range(1, 1000, ErrorMessage = "give a number from 1 to 1000.")]
    public int EffectThreads { get; set; } = ThreadHost.DefaultEffects;

    /// <value>How many log entries of a job are kept. Default 1000.</value>
    [Range(1, 1_000_000, ErrorMessage = "give a number from 1 to 1000000.")]
    public int LogEntries { get; set; } = 1000;

    /// <value>How Azure Blob Storage is reached.</value>
    public AzureStorageOptions Azure { get; set; } = new();

    /// <summary>The storage's URI, of an absolute path.</summary>
    public StorageUri Location => StorageUri.TryParse(Storage)!;

    /// <summary>Whether it runs no election.</summary>
    public bool IsAlone => Alone ?? Location.Folder is not null;

    /// <summary>Where gRPC is served.</summary>
    public ListenAddress Grpc => ListenAddress.TryParse(GrpcAddress)!;

    /// <summary>Where HTTP is served.</summary>
    public ListenAddress Http => ListenAddress.TryParse(HttpAddress)!;

    /// <summary>Says that there is no room in the storage.</summary>
    /// <param name="why">What failed.</param>
    /// <param name="then">What follows, and what to do.</param>
    public string WithoutRoom(string why, string then) => $"{nameof(Storage)} = '{Storage}': there is no room in it ({why.TrimEnd('.')}). {then}";

    /// <summary>The options of jobs that do not set their own.</summary>
    public JobMasterOptions JobDefaults() => new()
    {
        CheckpointInterval = CheckpointInterval,
        CheckpointTimeout = CheckpointTimeout,
        AlignmentTimeout = CheckpointAlignmentTimeout,
        InFlightLimit = CheckpointInFlightLimit,
        Retain = RetainedCheckpoints,
        TolerableFailedCheckpoints = TolerableFailedCheckpoints,
        StartTimeout = StartTimeout,
        SlotTimeout = SlotTimeout,
        EndTimeout = EndTimeout,
        StoreTimeout = StoreTimeout,
        HeartbeatInterval = HeartbeatInterval,
        AlignmentInterval = AlignmentInterval,
    };

    /// <summary>The command-line options.</summary>
    public static SettingsCommand Command() => new SettingsCommand("The job manager of a Millrace cluster: plans, schedules and restarts jobs, and completes their checkpoints.", SecurityOptions.KeysWith(typeof(JobManagerOptions)))
        .Add("--storage", "URI", nameof(Storage), "Where jobs, artifacts and checkpoints are kept: file:///FOLDER or azure://ACCOUNT/CONTAINER/FOLDER (default: the folder .millrace here).")
        .Add("--grpc-address", "HOST:PORT", nameof(GrpcAddress), "Where gRPC is served; port 0 takes a free one (default 127.0.0.1:6123).")
        .Add("--http-address", "HOST:PORT", nameof(HttpAddress), "Where HTTP is served: JSON, health, metrics; port 0 takes a free one (default 127.0.0.1:8081).")
        .Add("--alone", "true|false", nameof(Alone), "Whether it is the only job manager of the storage, so that it runs no election (default: true for file://, false for azure://).")
        .Add("--host", "NAME", nameof(Host), "The host name under which others reach it (default: that of the addresses).")
        .AddDuration("--heartbeat-interval", nameof(HeartbeatInterval), "How often task managers and the job manager send each other heartbeats (default 250ms).")
        .AddDuration("--heartbeat-timeout", nameof(HeartbeatTimeout), "A task manager that sends none for this long is considered lost (default 2s).")
        .AddDuration("--ended-job-retention", nameof(EndedJobRetention), "Remove jobs that ended longer ago than this, and artifacts that no job uses (default: keep all).")
        .AddSwitch("--collectible-jobs", nameof(CollectibleJobs), "Load job code so that it can be unloaded, which makes it slower.")
        .Add("--token-file", "FILE", "Security:TokenFile", "A file with the token that every call must carry (or MILLRACE_TOKEN).");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (StorageUri.TryParse(Storage) is null) yield return new(StorageUri.Expected, [nameof(Storage)]);
        if (ListenAddress.TryParse(GrpcAddress) is null) yield return new(ListenAddress.Expected, [nameof(GrpcAddress)]);
        if (ListenAddress.TryParse(HttpAddress) is null) yield return new(ListenAddress.Expected, [nameof(HttpAddress)]);
        if (LeaderTimeout < 3 * LeaderInterval) yield return new($"it is below three times the LeaderInterval, {LeaderInterval}; give more.", [nameof(LeaderTimeout)]);
        if (HeartbeatTimeout < 2 * HeartbeatInterval) yield return new($"it is below twice the HeartbeatInterval, {HeartbeatInterval}; give more.", [nameof(HeartbeatTimeout)]);
    }
}
