using Millrace.Core.Metrics;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>How a task manager runs tasks.</summary>
public sealed record TaskExecutorOptions
{
    /// <value>How many records a batch holds, 1 or more. Default 256.</value>
    public int BatchSize { get; init; } = 256;

    /// <value>How large a record may be that goes to another process, in bytes, serialized with its key; the option --max-record-size. Default 16 MiB.</value>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <value>What measures the tasks; null where nobody does. Default null.</value>
    public EngineMeter? Meter { get; init; }

    /// <value>How state is copied for snapshots.</value>
    public SnapshotOptions Snapshots { get; init; } = new();

    /// <value>Makes keyed state. Default: in memory, in few large arrays.</value>
    public IKeyedStateBackendFactory StateBackend { get; init; } = HeapStateBackendFactory.Instance;

    /// <value>What becomes of tasks that do not end.</value>
    public EndingOptions Ending { get; init; } = new();

    /// <value>After hearing nothing of the job manager for so long, an attempt's tasks are ended. Default 30 s, more than any change of leader.</value>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);
}
