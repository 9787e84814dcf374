using System.Collections.ObjectModel;
using Millrace.Hosting.Restoring;
using Millrace.JobManager;

namespace Millrace.Local.Options;

/// <summary>The options of every job program, before the job's own. Each value is in its own valid range.</summary>
internal sealed record JobRunOptions
{
    /// <value>Parallelism of operators that set none: 1 to the max parallelism. Null for 2, or for 1 where 2 are too many.</value>
    public int? Parallelism { get; init; }

    /// <value>The number of key groups: 1 to 32768. Null for that of the restored job, or for 720.</value>
    public int? MaxParallelism { get; init; }

    /// <value>The checkpoint folder; null for a new temporary folder.</value>
    public string? CheckpointDirectory { get; init; }

    /// <value>The time from the end of a checkpoint to the start of the next. Default 500 ms.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>The job's name; null for that of the restored job, or of its class.</value>
    public string? Name { get; init; }

    /// <value>Null to start from scratch, <c>latest</c>, or a path (see <see cref="Millrace.Hosting.Restoring.RestorePoint"/>).</value>
    public string? Restore { get; init; }

    /// <value>Whether state in the checkpoint that the job does not declare may be dropped.</value>
    public bool AllowDroppedState { get; init; }

    /// <value>How many consecutive failures of the job's code are followed by a restart; null for the default of <see cref="Restart"/>.</value>
    public int? Restarts { get; init; }

    /// <value>Whether checkpoints go to a temporary folder.</value>
    public bool IsTemporary => this is { CheckpointDirectory: null, Restore: null };

    /// <value>Whether the end result is printed as one JSON object.</value>
    public bool Json { get; init; }

    /// <value>The format in which the job's graph is printed instead of running the job; null to run it.</value>
    public GraphFormat? Explain { get; init; }

    /// <value>Settings of how the job is run, by key (<see cref="JobSettings"/>); they take precedence over the other options.</value>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Returns how a failed job is restarted; null for the policy of its definition.</summary>
    /// <param name="defined">The policy of the definition.</param>
    /// <param name="isDebugged">Whether a debugger is attached.</param>
    public RestartPolicy? Restart(RestartPolicy defined, bool isDebugged)
    {
        if (JobSettings.Apply(new JobMasterOptions(), Settings).Restart is { } set) return set;
        if (Restarts is { } restarts) return RestartPolicy.ExponentialBackoff(userRestarts: restarts);
        // Someone who tries out a job wants to see at once what is wrong with it.
        return (IsTemporary || isDebugged) && defined == RestartPolicy.Default ? RestartPolicy.ExponentialBackoff(userRestarts: 0) : null;
    }

    /// <summary>Returns both parallelisms with their defaults filled in.</summary>
    /// <param name="restored">The max parallelism of the restored job, or null where the job is new.</param>
    /// <exception cref="InvalidJobException">They conflict with each other or with the restored job; the message is for the user.</exception>
    public (int Parallelism, int MaxParallelism) Parallelisms(int? restored) => ParallelismChoice.Of(Parallelism, MaxParallelism, restored);
}
