using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>How a job stands, as the store remembers it.</summary>
public enum HeadState
{
    Running,
    Finished,
    Stopped,
    Failed,
    Cancelled,
}

/// <summary>A completed checkpoint that is kept.</summary>
public sealed record RetainedCheckpoint(long Checkpoint, string Manifest);

/// <summary>
/// The only thing of a job that changes in the store, by compare-and-swap: a checkpoint is complete if, and only if, the head names its
/// manifest.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="MaxParallelism">Fixed when the job is first submitted.</param>
/// <param name="LeaderEpoch">The leader that wrote it last; a lower one must not.</param>
/// <param name="State">How the job stands.</param>
/// <param name="Attempt">The newest attempt; in the head before anything is deployed.</param>
/// <param name="ReservedIds">Checkpoint ids up to this one may have been used.</param>
/// <param name="Retained">The completed checkpoints that are kept, ascending.</param>
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
    /// <summary>How many checkpoint ids are reserved at once.</summary>
    public const int IdBlock = 1000;

    /// <summary>When the job was first submitted. A restore defines the job by it again, so that what is named after it is found.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>The seed that the job was first submitted with.</summary>
    public int Seed { get; init; }

    /// <summary>The parallelism that the job was given last; 0 where no attempt has begun.</summary>
    public int Parallelism { get; init; }

    /// <summary>The parallelism that single operators were given last, by their id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>
    /// Made anew by each leader. Two that go on from the same head at the same time would else write the same, and each would find its own
    /// words where it looks whether its swap was done.
    /// </summary>
    public string Writer { get; init; } = "";

    /// <summary>
    /// What is wrong with versions of this head that came after the one it goes on from. What they named is passed over, which the next attempt
    /// may only do where the sinks can take back what they showed since; it clears this.
    /// </summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>The newest attempt, as messages name it.</summary>
    [JsonIgnore]
    public ExecutionAttempt Execution => new(JobId, LeaderEpoch, Attempt);

    public RetainedCheckpoint? Latest => Retained.Count == 0 ? null : Retained[^1];

    /// <summary>The first head of a job.</summary>
    public static JobHead Create(string jobId, string jobName, int maxParallelism, DateTimeOffset startTime = default, int seed = 0) =>
        new(jobId, jobName, maxParallelism, 0, HeadState.Running, 0, 0, []) { StartTime = startTime, Seed = seed };

    /// <summary>
    /// The head with a checkpoint as the latest, for going back to it: those after it are abandoned. A savepoint was not retained, and is
    /// from now on.
    /// </summary>
    public JobHead AsOf(RetainedCheckpoint checkpoint) =>
        this with { Retained = [.. Retained.Where(c => c.Checkpoint < checkpoint.Checkpoint), checkpoint], PassedOver = [] };

    /// <summary>Another leader leads the job: whoever did before cannot change its head any more.</summary>
    public JobHead TakeOver(string writer) => this with { LeaderEpoch = LeaderEpoch + 1, Writer = writer };

    /// <summary>A new attempt under a leader: a new block of ids begins, and checkpoints after <paramref name="restored"/> are abandoned.</summary>
    public JobHead BeginAttempt(long leaderEpoch, long restored) => this with
    {
        LeaderEpoch = leaderEpoch,
        State = HeadState.Running,
        Attempt = Attempt + 1,
        ReservedIds = ReservedIds + IdBlock,
        Retained = [.. Retained.Where(c => c.Checkpoint <= restored)],
        PassedOver = [],
    };

    /// <summary>A checkpoint is complete; only the newest ones are kept.</summary>
    /// <exception cref="InvalidOperationException">Its id is not above those completed, or is not reserved.</exception>
    public JobHead Complete(RetainedCheckpoint checkpoint, int retain)
    {
        if (checkpoint.Checkpoint <= (Latest?.Checkpoint ?? 0) || checkpoint.Checkpoint > ReservedIds)
            throw new InvalidOperationException($"Checkpoint {checkpoint.Checkpoint} is not between {Latest?.Checkpoint ?? 0} and {ReservedIds}.");
        return this with { Retained = [.. Retained.Append(checkpoint).TakeLast(retain)] };
    }

    public JobHead Reserve() => this with { ReservedIds = ReservedIds + IdBlock };

    public JobHead End(HeadState state) => this with { State = state };
}
