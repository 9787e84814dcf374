using System.Collections.Immutable;

namespace Millrace.Core.Control;

/// <summary>A job as it is submitted.</summary>
/// <param name="JobId">The id; names the job's folder.</param>
/// <param name="JobName">The display name.</param>
/// <param name="Artifact">Identifies the job's code to a task manager.</param>
/// <param name="Arguments">The job's arguments.</param>
/// <param name="Parallelism">The parallelism of operators that have none of their own.</param>
/// <param name="MaxParallelism">The number of key groups.</param>
public sealed record JobSubmission(
    string JobId, string JobName, string Artifact, JobArguments Arguments, int Parallelism, int MaxParallelism)
{
    /// <summary>The full name of the job's class in its artifact; empty if the artifact has only one job.</summary>
    public string JobType { get; init; } = "";

    /// <summary>The parallelism set for individual operators after the definition, by id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>The maximum number of subtasks of any operator, overriding its parallelism; null if slots are not scarce.</summary>
    public int? SlotLimit { get; init; }
}
