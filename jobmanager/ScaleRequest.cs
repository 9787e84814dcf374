using System.Collections.Immutable;
using Millrace.Core.Control;

namespace Millrace.JobManager;

/// <summary>How a job is to be rescaled.</summary>
/// <param name="Parallelism">The parallelism of operators that set none; null to leave it.</param>
/// <param name="Operators">Parallelism of individual operators, by id; 0 removes an operator's own.</param>
/// <param name="Timeout">How long to wait for a job that is not running, and for it to process records again.</param>
public sealed record ScaleRequest(int? Parallelism, IReadOnlyDictionary<string, int> Operators, TimeSpan Timeout)
{
    /// <summary>The id of the command, by which it is recognized when it is repeated; empty where the client has given none.</summary>
    public string Command { get; init; } = "";

    /// <summary>Returns the job at the new scale.</summary>
    /// <exception cref="InvalidJobException">The parallelism is not valid for the job; the message is for the user.</exception>
    internal JobSubmission Scale(JobSubmission job) => job with
    {
        Parallelism = ParallelismChoice.Of(Parallelism ?? job.Parallelism, null, job.MaxParallelism).Parallelism,
        OperatorParallelism = Sorted(job.OperatorParallelism.Where(o => !Operators.ContainsKey(o.Key)).Concat(Operators.Where(o => o.Value > 0))),
    };

    /// <summary>Returns whether two jobs have the same scale.</summary>
    internal static bool IsSame(JobSubmission one, JobSubmission other) =>
        one.Parallelism == other.Parallelism && Sorted(one.OperatorParallelism).SequenceEqual(Sorted(other.OperatorParallelism));

    private static ImmutableSortedDictionary<string, int> Sorted(IEnumerable<KeyValuePair<string, int>> operators) =>
        operators.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
