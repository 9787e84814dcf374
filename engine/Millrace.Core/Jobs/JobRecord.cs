using System.Collections.Immutable;
using Millrace.Core.Control;

namespace Millrace.Core.Jobs;

/// <summary>
/// A job of a cluster as the store remembers it beside its head: all that a job manager needs to run it. Written when it is submitted;
/// what it was rescaled to is in the head.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Submitted">When it was submitted, or restored last.</param>
public sealed record JobRecord(JobSubmission Job, DateTimeOffset Submitted)
{
    /// <summary>From the end of a checkpoint to the start of the next; null for the job manager's default.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Settings that the submission gave, by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>With so few slots it runs while there are not all that it wants; null where it waits for all.</summary>
    public int? LeastSlots { get; init; }
}
