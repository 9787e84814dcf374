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

/// <summary>What the tasks of a process share.</summary>
/// <param name="TaskManager">The task manager's name, by which a placement names it.</param>
/// <param name="Library">The jobs that it can run.</param>
/// <param name="Store">Where state is read from and written to.</param>
/// <param name="Channels">The channels of the process.</param>
/// <param name="Host">What runs tasks and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="JobManager">The way to the job manager.</param>
/// <param name="Nonce">In the names of blobs, so that no two processes write the same one.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="Snapshots">How state is copied for snapshots.</param>
/// <param name="StateBackend">Makes keyed state.</param>
/// <param name="Meter">What measures the tasks; null where nobody does.</param>
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
    /// <summary>How large a record may be that goes to another process, in bytes, serialized with its key.</summary>
    public int MaxRecordBytes { get; init; } = FrameLimits.DefaultMaxRecordBytes;

    /// <summary>The log.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;
}
