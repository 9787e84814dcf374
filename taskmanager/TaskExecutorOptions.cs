using Millrace.Core.Metrics;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>How a task manager runs tasks.</summary>
public sealed record TaskExecutorOptions
{
    /// <value>The maximum number of records in a batch, 1 or more. Default 256.</value>
    public int BatchSize { get; init; } = 256;

    /// <value>The maximum size of a record sent to another process, in bytes, serialized with its key (--max-record-size). Default 16 MiB.</value>
    public int MaxRecordBytes { get; init; } = FrameLimits.DefaultMaxRecordBytes;

    /// <value>Measures the tasks; null where they are not measured. Default null.</value>
    public EngineMeter? Meter { get; init; }

    /// <value>How state is copied for snapshots.</value>
    public SnapshotOptions Snapshots { get; init; } = new();

    /// <value>Creates keyed state. Default: in memory, in few large arrays.</value>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <value>How tasks that do not stop are handled.</value>
    public EndingOptions Ending { get; init; } = new();

    /// <value>How long one call that publishes a sink's epochs may take before the task fails. Default 10 minutes.</value>
    public TimeSpan PublishLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>How long the job manager may be silent before an attempt's tasks are stopped. Default 30 s, more than any change of leader.</value>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);
}
