using Millrace.JobManager;

namespace Millrace.Local.Options;

/// <summary>What every job program understands, before the job's own options. Each option is in its range by itself.</summary>
internal sealed record JobRunOptions
{
    /// <value>Parallelism of operators that have none of their own: 1 to the max parallelism. Null for 2, or for 1 where 2 are too many.</value>
    public int? Parallelism { get; init; }

    /// <value>How many key groups there are: 1 to 32768. Null for that of the restored job, or for 720.</value>
    public int? MaxParallelism { get; init; }

    /// <value>Where checkpoints go; null for a fresh temporary folder.</value>
    public string? CheckpointDirectory { get; init; }

    /// <value>From the start of a checkpoint to that of the next. Default 500 ms.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>The job's name; null for that of the restored job, or of its class.</value>
    public string? Name { get; init; }

    /// <value>Null to start anew, <c>latest</c>, or a path (see <see cref="Millrace.JobManager.Restoring.RestorePoint"/>).</value>
    public string? Restore { get; init; }

    /// <value>Whether state in the checkpoint that the job does not declare may be dropped.</value>
    public bool AllowDroppedState { get; init; }

    /// <value>How many failures of the job's code in a row are followed by a restart; null for the default of <see cref="Restart"/>.</value>
    public int? Restarts { get; init; }

    /// <value>Whether checkpoints go to a temporary folder.</value>
    public bool IsTemporary => this is { CheckpointDirectory: null, Restore: null };

    /// <value>Whether the end result is printed as one JSON object.</value>
    public bool Json { get; init; }

    /// <value>How the job's graph is printed, where it is and nothing is run; null to run the job.</value>
    public GraphFormat? Explain { get; init; }

    /// <summary>How a failed job is restarted; null for as its definition says.</summary>
    /// <param name="defined">What the definition says.</param>
    /// <param name="isDebugged">Whether a debugger is attached.</param>
    public RestartPolicy? Restart(RestartPolicy defined, bool isDebugged)
    {
        if (Restarts is { } restarts) return RestartPolicy.ExponentialBackoff(userRestarts: restarts);
        // Whoever tries a job out wants to see what is wrong with it, at once.
        return (IsTemporary || isDebugged) && defined == RestartPolicy.Default ? RestartPolicy.ExponentialBackoff(userRestarts: 0) : null;
    }

    /// <summary>Both parallelisms, their defaults filled in.</summary>
    /// <param name="restored">The max parallelism of the restored job, or null where the job is new.</param>
    /// <exception cref="InvalidJobException">They do not fit each other, or the restored job; the message is for the user.</exception>
    public (int Parallelism, int MaxParallelism) Parallelisms(int? restored) => ParallelismChoice.Of(Parallelism, MaxParallelism, restored);
}
