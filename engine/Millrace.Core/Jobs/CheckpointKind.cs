namespace Millrace.Core.Jobs;

/// <summary>What a checkpoint is taken for.</summary>
public enum CheckpointKind
{
    /// <summary>To recover from; periodic, or requested.</summary>
    Checkpoint,

    /// <summary>A savepoint of a job that goes on.</summary>
    Savepoint,

    /// <summary>The last one of a job that is stopped.</summary>
    Stop,

    /// <summary>The last one of a job that is stopped and first processes its input as if there were no more.</summary>
    Drain,

    /// <summary>The one from which the job continues at another parallelism.</summary>
    Rescale,
}
