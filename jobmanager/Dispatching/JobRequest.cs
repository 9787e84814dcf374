using System.Collections.Immutable;

namespace Millrace.JobManager.Dispatching;

/// <summary>What a user submits.</summary>
/// <param name="Artifact">The artifact's hash.</param>
internal sealed record JobRequest(string Artifact)
{
    /// <summary>The simple or full name of the job's class; empty where the artifact has one only.</summary>
    public string JobType { get; init; } = "";

    /// <summary>The job's name; empty for that of its class.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of operators that have none of their own; null for the default, or that of the restored job.</summary>
    public int? Parallelism { get; init; }

    /// <summary>How many key groups there are; null for the default, or that of the restored job.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>With so few slots the job runs while slots are short; null where it waits for all.</summary>
    public int? LeastSlots { get; init; }

    /// <summary>From the end of a checkpoint to the start of the next; null for the default.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Settings of how the job is run, by key (<see cref="JobSettings"/>).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What to go on from: a job, <c>latest</c> or a path; empty for a new job.</summary>
    public string Restore { get; init; } = "";

    /// <summary>Whether state in the checkpoint that the job does not declare may be dropped.</summary>
    public bool AllowDroppedState { get; init; }

    /// <summary>The job's own command line.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>Parallelism of single operators, by their id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}
