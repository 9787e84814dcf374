using System.ComponentModel.DataAnnotations;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Security;

namespace Millrace.JobManager.Composition;

/// <summary>The settings of a job manager.</summary>
internal sealed class JobManagerOptions : IValidatableObject
{
    /// <value>Where jobs, artifacts and checkpoints are kept, as a URI. Default: the folder .millrace where the process was started.</value>
    [Required(AllowEmptyStrings = false, ErrorMessage = "give a folder, such as file:///var/lib/millrace.")]
    public string Storage { get; set; } = StorageUri.OfFolder(".millrace").ToString();

    /// <value>Where gRPC is served. Default 127.0.0.1:6123.</value>
    public string GrpcAddress { get; set; } = "127.0.0.1:6123";

    /// <value>Where HTTP is served: JSON, health, metrics. Default 127.0.0.1:8081.</value>
    public string HttpAddress { get; set; } = "127.0.0.1:8081";

    /// <value>The interval of heartbeats between task managers and the job manager. Default 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "give a time from 10 ms to 10 min, such as 00:00:00.250.")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <value>A task manager that sends no heartbeat for this long is considered lost. Default 2 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.020", "01:00:00", ErrorMessage = "give a time from 20 ms to 1 h, such as 00:00:02.")]
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>How long the planning of a job may take. Default 60 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "give a time from 1 s to 1 h, such as 00:01:00.")]
    public TimeSpan PlanLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>How large an artifact may be, in bytes. Default 256 MiB.</value>
    [Range(1, 2_000_000_000L, ErrorMessage = "give a number of bytes from 1 to 2000000000.")]
    public long ArtifactLimit { get; set; } = 256L << 20;

    /// <value>The largest message accepted from a task manager, in bytes. Default 256 MiB.</value>
    [Range(1 << 20, int.MaxValue, ErrorMessage = "give a number of bytes from 1048576 to 2147483647.")]
    public int MessageLimit { get; set; } = 256 << 20;

    /// <value>Whether the code of jobs is loaded so that it can be unloaded, which makes it slower. Default false.</value>
    public bool CollectibleJobs { get; set; }

    /// <value>Jobs that ended longer ago are removed with their checkpoints, and so are artifacts that no job uses. Default null: all are kept.</value>
    [Range(typeof(TimeSpan), "00:00:01", "10000.00:00:00", ErrorMessage = "give a time from 1 s to 10000 days, such as 7.00:00:00.")]
    public TimeSpan? EndedJobRetention { get; set; }

    /// <value>How many log entries of a job are kept. Default 1000.</value>
    [Range(1, 1_000_000, ErrorMessage = "give a number from 1 to 1000000.")]
    public int LogEntries { get; set; } = 1000;

    /// <value>How Azure Blob Storage is reached.</value>
    public AzureStorageOptions Azure { get; set; } = new();

    /// <summary>The storage's URI, of an absolute path.</summary>
    public StorageUri Location => StorageUri.TryParse(Storage)!;

    /// <summary>Where gRPC is served.</summary>
    public ListenAddress Grpc => ListenAddress.TryParse(GrpcAddress)!;

    /// <summary>Where HTTP is served.</summary>
    public ListenAddress Http => ListenAddress.TryParse(HttpAddress)!;

    /// <summary>The command-line options.</summary>
    public static SettingsCommand Command() => new SettingsCommand("The job manager of a Millrace cluster: plans, schedules and restarts jobs, and completes their checkpoints.", SecurityOptions.KeysWith(typeof(JobManagerOptions)))
        .Add("--storage", "URI", nameof(Storage), "Where jobs, artifacts and checkpoints are kept: file:///FOLDER or azure://ACCOUNT/CONTAINER/FOLDER (default: the folder .millrace here).")
        .Add("--grpc-address", "HOST:PORT", nameof(GrpcAddress), "Where gRPC is served; port 0 takes a free one (default 127.0.0.1:6123).")
        .Add("--http-address", "HOST:PORT", nameof(HttpAddress), "Where HTTP is served: JSON, health, metrics; port 0 takes a free one (default 127.0.0.1:8081).")
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
        if (HeartbeatTimeout < 2 * HeartbeatInterval) yield return new($"it is below twice the HeartbeatInterval, {HeartbeatInterval}; give more.", [nameof(HeartbeatTimeout)]);
    }
}
