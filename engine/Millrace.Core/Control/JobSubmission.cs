using System.Collections.Immutable;

namespace Millrace.Core.Control;

/// <summary>A job as it is submitted.</summary>
/// <param name="JobId">The id; names the job's folder.</param>
/// <param name="JobName">The name for people.</param>
/// <param name="Artifact">What names the job's code to a task manager.</param>
/// <param name="Arguments">The job's arguments.</param>
/// <param name="Parallelism">Of operators that have none of their own.</param>
/// <param name="MaxParallelism">How many key groups there are.</param>
public sealed record JobSubmission(
    string JobId, string JobName, string Artifact, JobArguments Arguments, int Parallelism, int MaxParallelism)
{
    /// <summary>The full name of the job's class in its artifact; empty where the artifact has one job only.</summary>
    public string JobType { get; init; } = "";

    /// <summary>Parallelism that single operators were given after the definition, by their id.</summary>
    public IReadOnlyDictionary<string, int> OperatorParallelism { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>No operator gets more subtasks than this, whatever it was given; null where slots are not short.</summary>
    public int? SlotLimit { get; init; }
}
