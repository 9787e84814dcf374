using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
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
internal sealed record TaskContext(
    string TaskManager,
    JobLibrary Library,
    JobStore Store,
    ChannelRegistry Channels,
    IActivityHost Host,
    TimeProvider Time,
    IJobManagerGateway JobManager)
{
    /// <summary>How tasks are run.</summary>
    public TaskExecutorOptions Options { get; init; } = new();

    /// <summary>The log.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>A part of blob names, so that no two processes write the same one.</summary>
    public string Nonce { get; } = $"{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{TaskManager} {Time.GetUtcNow().Ticks} {Time.GetTimestamp()}")):x16}";

    /// <inheritdoc cref="TaskExecutorOptions.BatchSize"/>
    public int BatchSize => Options.BatchSize;

    /// <inheritdoc cref="TaskExecutorOptions.Snapshots"/>
    public SnapshotOptions Snapshots => Options.Snapshots;

    /// <inheritdoc cref="TaskExecutorOptions.StateBackend"/>
    public IKeyedStateBackendFactory StateBackend => Options.StateBackend;

    /// <inheritdoc cref="TaskExecutorOptions.Meter"/>
    public EngineMeter? Meter => Options.Meter;

    /// <inheritdoc cref="TaskExecutorOptions.MaxRecordBytes"/>
    public int MaxRecordBytes => Options.MaxRecordBytes;

    /// <inheritdoc cref="TaskExecutorOptions.PublishLimit"/>
    public TimeSpan PublishLimit => Options.PublishLimit;
}
