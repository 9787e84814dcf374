using System.Collections.Immutable;
using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>
/// A cluster job as stored next to its head: everything that a job manager needs to run it. Written when the job is submitted; its parallelism after
/// a rescale is in the head.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Submitted">When it was last submitted or restored.</param>
public sealed record JobRecord(JobSubmission Job, DateTimeOffset Submitted)
{
    /// <summary>The number of the submission: 0 for the job's first one. It is carried out once the job's head has this number.</summary>
    public int Submission { get; init; }

    /// <summary>The pause between the end of a checkpoint and the start of the next; null for the job manager's default.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Settings from the submission, by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The id that the client has given its submission; empty where it has given none.</summary>
    public string Command { get; init; } = "";

    /// <summary>What the submitter was told, for who repeats the submission.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The minimum number of slots to run with if not all requested ones are free; null if it waits for all.</summary>
    public int? LeastSlots { get; init; }
}
