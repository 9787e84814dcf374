using System.Collections.Immutable;

namespace Millrace.JobManager.Dispatching;

/// <summary>What a user submits.</summary>
/// <param name="Artifact">The artifact's hash.</param>
internal sealed record JobRequest(string Artifact)
{
    /// <summary>The id of the command, by which it is recognized when it is repeated; empty where the client has given none.</summary>
    public string Command { get; init; } = "";

    /// <summary>The simple or full name of the job's class; empty where the artifact has only one.</summary>
    public string JobType { get; init; } = "";

    /// <summary>The job's name; empty for its class's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The parallelism of operators that set none; null for the default, or that of the restored job.</summary>
    public int? Parallelism { get; init; }

    /// <summary>The number of key groups; null for the default, or that of the restored job.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>The number of slots with which the job runs while slots are short; null to wait for all.</summary>
    public int? LeastSlots { get; init; }

    /// <summary>The time from the end of a checkpoint to the start of the next; null for the default.</summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>Settings of how the job is run, by key (<see cref="JobSettings"/>).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What to restore from: a job, <c>latest</c> or a path; empty for a new job.</summary>
    public string Restore { get; init; } = "";

    /// <summary>Whether state in the checkpoint that the job does not declare may be dropped.</summary>
    public bool AllowDroppedState { get; init; }

    /// <summary>The job's own command line.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>Parallelism of individual operators, by id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}
