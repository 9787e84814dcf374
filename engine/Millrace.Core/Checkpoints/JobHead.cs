using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Checkpoints;

/// <summary>A job's state, as stored.</summary>
public enum HeadState
{
    Running,
    Finished,
    Stopped,
    Failed,
    Cancelled,
}

/// <summary>A completed checkpoint that is retained.</summary>
public sealed record RetainedCheckpoint(long Checkpoint, string Manifest);

/// <summary>
/// A return to another checkpoint or savepoint than the latest completed one. What is visible is that one's output from then on, so that others
/// taken after it, on whatever branch of the job's history, no longer fit.
/// </summary>
/// <param name="Restored">The checkpoint that was restored; 0 for the beginning.</param>
/// <param name="LastAbandoned">The checkpoints after the restored one, up to this id, are abandoned.</param>
public sealed record Fallback(long Restored, long LastAbandoned);

/// <summary>
/// The only part of a job that changes in the store, by compare-and-swap: a checkpoint is complete if, and only if, the head names its manifest.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="MaxParallelism">Fixed when the job is first submitted.</param>
/// <param name="LeaderEpoch">The epoch of the leader that last wrote it; a lower one must not write.</param>
/// <param name="State">The job's state.</param>
/// <param name="Attempt">The newest attempt; stored in the head before anything is deployed.</param>
/// <param name="ReservedIds">Checkpoint ids up to this one may have been used.</param>
/// <param name="Retained">The completed checkpoints that are retained, ascending.</param>
public sealed record JobHead(
    string JobId,
    string JobName,
    int MaxParallelism,
    long LeaderEpoch,
    HeadState State,
    int Attempt,
    long ReservedIds,
    IReadOnlyList<RetainedCheckpoint> Retained)
{
    /// <summary>The number of checkpoint ids reserved at once.</summary>
    public const int IdBlock = 1000;

    /// <summary>When the job was first submitted. A restore defines the job with it again, so that anything named after it is found.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>The seed that the job was first submitted with.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Which of the job's submissions is carried out: 0 for the first one. The job's record and its end are of this one if they have its number; else they are
    /// of an earlier one, or of one that got no further than its record.
    /// </summary>
    public int Submission { get; init; }

    /// <summary>The job's latest parallelism; 0 if no attempt has started.</summary>
    public int Parallelism { get; init; }

    /// <summary>The latest parallelism of individual operators, by id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>How the newest attempt is deployed; null if none has started.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>The name of the blob with the plan of the newest attempt; empty if none has started. Another leader keeps the tasks by it.</summary>
    public string Plan { get; init; } = "";

    /// <summary>The commands that are being carried out with a checkpoint, and the latest that were.</summary>
    public IReadOnlyList<JobCommand> Commands { get; init; } = [];

    /// <summary>What the job had dropped before its subtasks' attempts began, up to the checkpoints from which they were restored.</summary>
    public Losses Losses { get; init; }

    /// <summary>
    /// A new value for each leader. Otherwise two leaders that continue from the same head at the same time would write the same bytes, and each
    /// would take the other's write for its own when it checks whether its swap succeeded.
    /// </summary>
    public string Writer { get; init; } = "";

    /// <summary>
    /// What is wrong with the versions of this head that came after the one it continues from. Their checkpoints are passed over, which the next
    /// attempt may do only if the sinks can retract what they have published since; it clears this.
    /// </summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>
    /// The returns that matter for savepoints: ascending in both members, because one that goes back further than those before it abandons what
    /// they abandoned.
    /// </summary>
    public IReadOnlyList<Fallback> Fallbacks { get; init; } = [];

    /// <summary>The newest attempt, as used in messages.</summary>
    [JsonIgnore]
    public ExecutionAttempt Execution => new(JobId, Attempt);

    public RetainedCheckpoint? Latest => Retained.Count == 0 ? null : Retained[^1];

    /// <summary>Creates the first head of a job.</summary>
    public static JobHead Create(string jobId, string jobName, int maxParallelism, DateTimeOffset startTime = default, int seed = 0) =>
        new(jobId, jobName, maxParallelism, 0, HeadState.Running, 0, 0, []) { StartTime = startTime, Seed = seed };

    /// <summary>
    /// Returns the head with the given checkpoint as the latest, for going back to it; later checkpoints are abandoned. A savepoint, which was not
    /// retained, is retained from now on.
    /// </summary>
    public JobHead AsOf(RetainedCheckpoint checkpoint) =>
        this with
        {
            Retained = [.. Retained.Where(c => c.Checkpoint < checkpoint.Checkpoint), checkpoint],
            Fallbacks = FallbacksFrom(checkpoint.Checkpoint),
            PassedOver = [],
        };

    /// <summary>
    /// Returns the return that abandoned the given checkpoint; null if there was none. What was taken after the latest completed checkpoint is not
    /// abandoned when the job recovers from that one: nothing was published in between.
    /// </summary>
    public Fallback? AbandonmentOf(long checkpoint) => Fallbacks.FirstOrDefault(f => checkpoint > f.Restored && checkpoint <= f.LastAbandoned);

    /// <summary>
    /// Returns the head with a new leader; the previous leader can no longer change it. What it may have begun of an attempt that runs on has other ids
    /// than what follows.
    /// </summary>
    /// <param name="writer">A unique name of the leader.</param>
    /// <param name="leaderEpoch">Its epoch, not below that of the previous one.</param>
    public JobHead TakeOver(string writer, long leaderEpoch) => (Deployment is null ? this : Reserve()) with { LeaderEpoch = leaderEpoch, Writer = writer };

    /// <summary>
    /// Returns the head with a new attempt under a leader: it starts a new block of ids, and checkpoints after <paramref name="restored"/> are
    /// abandoned.
    /// </summary>
    public JobHead BeginAttempt(long leaderEpoch, long restored) => this with
    {
        LeaderEpoch = leaderEpoch,
        State = HeadState.Running,
        Attempt = Attempt + 1,
        ReservedIds = ReservedIds + IdBlock,
        Retained = [.. Retained.Where(c => c.Checkpoint <= restored)],
        Fallbacks = FallbacksFrom(restored),
        PassedOver = [],
    };

    /// <summary>Returns the head with a completed checkpoint; only the newest checkpoints are retained. A stop or drain is carried out with it.</summary>
    /// <exception cref="InvalidOperationException">The id is not above the completed ones, or is not reserved.</exception>
    public JobHead Complete(RetainedCheckpoint checkpoint, int retain)
    {
        if (checkpoint.Checkpoint <= (Latest?.Checkpoint ?? 0) || checkpoint.Checkpoint > ReservedIds)
            throw new InvalidOperationException($"Checkpoint {checkpoint.Checkpoint} is not between {Latest?.Checkpoint ?? 0} and {ReservedIds}.");
        return this with
        {
            Retained = [.. Retained.Append(checkpoint).TakeLast(retain)],
            Commands = [.. Commands.Select(c => c.Checkpoint == checkpoint.Checkpoint && c.IsStop ? c with { IsDone = true, Manifest = checkpoint.Manifest } : c)],
        };
    }

    public JobHead Reserve() => this with { ReservedIds = ReservedIds + IdBlock };

    public JobHead End(HeadState state) => this with { State = state };

    /// <summary>Going on from the latest checkpoint is no return, unless later ones were passed over.</summary>
    private IReadOnlyList<Fallback> FallbacksFrom(long restored) =>
        restored == (Latest?.Checkpoint ?? 0) && PassedOver.Count == 0
            ? Fallbacks
            : [.. Fallbacks.Where(f => f.Restored < restored), new Fallback(restored, ReservedIds)];
}
