namespace Millrace.Local;

/// <summary>What every job program understands, before the job's own options.</summary>
public sealed record JobRunOptions
{
    /// <value>Parallelism of operators that have none of their own: 1 to the max parallelism. Default 2.</value>
    public int Parallelism { get; init; } = 2;

    /// <value>How many key groups there are: 1 to 32768. Default 720, or that of the restored checkpoint.</value>
    public int MaxParallelism { get; init; } = 720;

    /// <value>Where checkpoints go; null for a fresh temporary folder.</value>
    public string? CheckpointDirectory { get; init; }

    /// <value>From the start of a checkpoint to that of the next. Default 500 ms.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>The job's name; null for that of its class.</value>
    public string? Name { get; init; }

    /// <value>Null to start anew, <c>latest</c>, or the path of a job's folder.</value>
    public string? Restore { get; init; }

    /// <value>Whether state in the checkpoint that the job does not declare may be dropped.</value>
    public bool AllowDroppedState { get; init; }
}
