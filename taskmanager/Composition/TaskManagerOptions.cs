using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using Millrace.Core.Metrics;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Control;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Security;
using Millrace.TaskManager.Ending;
using Millrace.TaskManager.Loading;

namespace Millrace.TaskManager.Composition;

/// <summary>The settings of a task manager.</summary>
internal sealed class TaskManagerOptions : IValidatableObject
{
    private const int LongestId = 100;
    private const int RandomDigits = 6;

    private static readonly TaskExecutorOptions s_tasks = new();

    /// <value>The URL of the job manager's gRPC port; where there are several, some or all of them, separated by commas. Default http://127.0.0.1:6123.</value>
    public string JobManager { get; set; } = "http://127.0.0.1:6123";

    /// <value>The number of slots offered: each runs one subtask of each vertex. Default: one per processor.</value>
    [Range(1, 1024, ErrorMessage = "give a number from 1 to 1024 (--slots).")]
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <value>The task manager's unique name. Default: the machine's name and a random suffix.</value>
    public string Id { get; set; } = $"{Environment.MachineName}-{RandomNumberGenerator.GetHexString(RandomDigits, lowercase: true)}";

    /// <value>The names of the jobs that it is reserved for, separated by commas: it runs no others, and they run nowhere else. Default: any.</value>
    public string Jobs { get; set; } = "";

    /// <value>The address on which data, health and metrics are served. Default 127.0.0.1.</value>
    public string Address { get; set; } = "127.0.0.1";

    /// <value>The host name under which other task managers reach it. Default: that of <see cref="Address"/>.</value>
    public string? Host { get; set; }

    /// <value>The port for data; 0, the default, for a free one.</value>
    [Range(0, IPEndPoint.MaxPort, ErrorMessage = "give a port from 1 to 65535, or 0 for a free one.")]
    public int Port { get; set; }

    /// <value>The port for health and metrics; 0, the default, for a free one.</value>
    [Range(0, IPEndPoint.MaxPort, ErrorMessage = "give a port from 1 to 65535, or 0 for a free one.")]
    public int HttpPort { get; set; }

    /// <value>The maximum size of a record sent to another process, in bytes, serialized with its key. Default 16 MiB.</value>
    [Range(1024, 1 << 30, ErrorMessage = "give a number of bytes from 1024 to 1073741824 (--max-record-size).")]
    public int MaxRecordSize { get; set; } = s_tasks.MaxRecordBytes;

    /// <value>How many records a task passes on at once. Default 256.</value>
    [Range(1, 65_536, ErrorMessage = "give a number from 1 to 65536.")]
    public int BatchSize { get; set; } = s_tasks.BatchSize;

    /// <value>How state is copied for checkpoints.</value>
    public SnapshotSettings Snapshot { get; set; } = new();

    /// <value>How data is exchanged with other task managers.</value>
    public ExchangeSettings Exchange { get; set; } = new();

    /// <value>The local folder into which job code is unpacked. Default: the user's, shared by all task managers of the machine.</value>
    [Required(AllowEmptyStrings = false, ErrorMessage = "give a folder.")]
    public string ArtifactFolder { get; set; } = ArtifactCache.DefaultFolder;

    /// <value>How large an artifact may be unpacked, in bytes. Default 1 GiB.</value>
    [Range(1, ArtifactLimits.MostExtracted, ErrorMessage = "give a number of bytes from 1 to 1000000000000.")]
    public long ArtifactUnpackedLimit { get; set; } = ArtifactLimits.Default.Extracted;

    /// <value>How Azure Blob Storage is reached, where the job manager keeps state in it.</value>
    public AzureStorageOptions Azure { get; set; } = new();

    /// <value>The maximum size of a message from the job manager, in bytes. Default 256 MiB.</value>
    [Range(1 << 20, int.MaxValue, ErrorMessage = "give a number of bytes from 1048576 to 2147483647.")]
    public int MessageLimit { get; set; } = ControlStreamOptions.DefaultMessageLimit;

    /// <value>How long tasks have to stop; those that do not are abandoned. Default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "give a time from 100 ms to 1 h, such as 00:00:30 (--task-end-limit).")]
    public TimeSpan TaskEndLimit { get; set; } = s_tasks.Ending.TaskEndLimit;

    /// <value>How long one call that publishes a sink's output may take before its task fails. Default 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "give a time from 1 s to 24 h, such as 00:10:00.")]
    public TimeSpan PublishLimit { get; set; } = s_tasks.PublishLimit;

    /// <value>How long the job manager may be silent before tasks end on their own. Default 30 s.</value>
    [Range(typeof(TimeSpan), "00:00:20", "1.00:00:00", ErrorMessage = "give a time from 20 s to 24 h, such as 00:00:30.")]
    public TimeSpan SilenceLimit { get; set; } = s_tasks.SilenceLimit;

    /// <value>How many calls to the storage, to files and to outside systems may run at once, each on a thread. Default 32.</value>
    [Range(1, 1000, ErrorMessage = "give a number from 1 to 1000.")]
    public int EffectThreads { get; set; } = ThreadHost.DefaultEffects;

    /// <value>With this many threads that do not return from the code of jobs the process exits, to be restarted. Default 3.</value>
    [Range(1, 1000, ErrorMessage = "give a number from 1 to 1000.")]
    public int StuckThreadLimit { get; set; } = s_tasks.Ending.StuckThreadLimit;

    /// <value>
    /// How many threads the pool may get when the code of jobs blocks them. A process whose pool stays blocked with so many exits, to be restarted.
    /// Default 4,000.
    /// </value>
    [Range(64, 30_000, ErrorMessage = "give a number from 64 to 30000.")]
    public int PoolThreadLimit { get; set; } = 4_000;

    /// <summary>The names in <see cref="Jobs"/>.</summary>
    public IReadOnlyList<string> JobNames => Jobs.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The address of the data service.</summary>
    public ListenAddress Data => new(ListenAddress.TryParseHost(Address)!, Port);

    /// <summary>The address of health and metrics.</summary>
    public ListenAddress Http => new(ListenAddress.TryParseHost(Address)!, HttpPort);

    /// <summary>How tasks are run.</summary>
    /// <param name="meter">Measures them.</param>
    /// <param name="onTooManyStuck">Called, with a sentence for people, when too many threads do not return from the code of jobs.</param>
    public TaskExecutorOptions Tasks(EngineMeter? meter, Action<string>? onTooManyStuck) => new()
    {
        Meter = meter,
        BatchSize = BatchSize,
        MaxRecordBytes = MaxRecordSize,
        Snapshots = Snapshot.Options(),
        PublishLimit = PublishLimit,
        SilenceLimit = SilenceLimit,
        Ending = new EndingOptions { TaskEndLimit = TaskEndLimit, StuckThreadLimit = StuckThreadLimit, OnTooManyStuck = onTooManyStuck },
    };

    /// <summary>The URLs of the job managers.</summary>
    public IReadOnlyList<string> JobManagers => JobManager.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The options on the command line.</summary>
    public static SettingsCommand Command() => new SettingsCommand("A task manager of a Millrace cluster: runs the tasks of jobs.", SecurityOptions.KeysWith(typeof(TaskManagerOptions)))
        .Add("--jobmanager", "URL", nameof(JobManager), "Where the job manager's gRPC port is; of several job managers, the URLs of some or all, separated by commas (default http://127.0.0.1:6123).")
        .Add("--slots", "N", nameof(Slots), "How many slots it offers; each runs one subtask of each vertex (default: one per processor).")
        .Add("--id", "NAME", nameof(Id), "Its name, unique in the cluster (default: the machine's name and random digits).")
        .Add("--jobs", "NAME,...", nameof(Jobs), "Reserves it for the jobs with these names: it runs no others, and they run nowhere else (default: any job).")
        .Add("--address", "IP", nameof(Address), "The address on which data, health and metrics are served (default 127.0.0.1).")
        .Add("--host", "NAME", nameof(Host), "The host name under which other task managers reach it (default: that of --address).")
        .Add("--port", "N", nameof(Port), "The port for data (default: a free one).")
        .Add("--http-port", "N", nameof(HttpPort), "The port for health and metrics (default: a free one).")
        .Add("--max-record-size", "BYTES", nameof(MaxRecordSize), "The largest record that can be sent to another process (default 16777216).")
        .AddDuration("--task-end-limit", nameof(TaskEndLimit), "How long tasks have to end before they are given up (default 30s).")
        .Add("--artifact-folder", "PATH", nameof(ArtifactFolder), "The local folder into which job code is unpacked.")
        .Add("--token-file", "FILE", "Security:TokenFile", "A file with the token that every call must carry (or MILLRACE_TOKEN).");

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (JobManagers.Count == 0 || !JobManagers.All(static text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")))
            yield return new("give the URL of the job manager's gRPC port, such as http://127.0.0.1:6123.", [nameof(JobManager)]);
        if (ListenAddress.TryParseHost(Address) is null) yield return new("give an IP address, such as 127.0.0.1, or 0.0.0.0 for all.", [nameof(Address)]);
        if (Host is not null && Uri.CheckHostName(Host) == UriHostNameType.Unknown) yield return new("give a host name or an IP address.", [nameof(Host)]);
        if (Id.Length is 0 or > LongestId || Id.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c)))
            yield return new($"give a name of 1 to {LongestId} characters without blanks.", [nameof(Id)]);
        if (Port != 0 && Port == HttpPort) yield return new("it is also the port for data; give another one.", [nameof(HttpPort)]);
    }
}
