using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.TaskManager;

/// <summary>The context shared by the tasks of a process.</summary>
/// <param name="TaskManager">The task manager's name in placements.</param>
/// <param name="Library">The jobs that it can run.</param>
/// <param name="Store">The store that state is read from and written to.</param>
/// <param name="Channels">The channels of the process.</param>
/// <param name="Host">Runs tasks and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="JobManager">The gateway to the job manager.</param>
/// <param name="Nonce">A part of blob names, so that no two processes write the same one.</param>
/// <param name="BatchSize">The maximum number of records in a batch.</param>
/// <param name="Snapshots">How state is copied for snapshots.</param>
/// <param name="StateBackend">Creates keyed state.</param>
/// <param name="Meter">Measures the tasks; null where they are not measured.</param>
internal sealed record TaskContext(
    string TaskManager,
    JobLibrary Library,
    JobStore Store,
    ChannelRegistry Channels,
    IActivityHost Host,
    TimeProvider Time,
    IJobManagerGateway JobManager,
    string Nonce,
    int BatchSize,
    SnapshotOptions Snapshots,
    IKeyedStateBackendFactory StateBackend,
    EngineMeter? Meter)
{
    /// <summary>The maximum size of a record sent to another process, in bytes, serialized with its key.</summary>
    public int MaxRecordBytes { get; init; } = FrameLimits.DefaultMaxRecordBytes;

    /// <summary>How long one call to publish epochs may take.</summary>
    public TimeSpan PublishLimit { get; init; } = TaskExecutorOptions.DefaultPublishLimit;

    /// <summary>The log.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;
}
