using System.Collections.Immutable;
using Millrace.Core.Control;

namespace Millrace.JobManager;

/// <summary>How a job is to be scaled.</summary>
/// <param name="Parallelism">Of operators that have none of their own; null to leave it.</param>
/// <param name="Operators">Parallelism of single operators, by their id; 0 takes an operator's own away.</param>
/// <param name="Timeout">How long to wait for a job that is not running, and for processing to run again.</param>
public sealed record ScaleRequest(int? Parallelism, IReadOnlyDictionary<string, int> Operators, TimeSpan Timeout)
{
    /// <summary>The job at the new scale.</summary>
    /// <exception cref="InvalidJobException">The parallelism does not fit the job; the message is for the user.</exception>
    internal JobSubmission Scale(JobSubmission job) => job with
    {
        Parallelism = ParallelismChoice.Of(Parallelism ?? job.Parallelism, null, job.MaxParallelism).Parallelism,
        OperatorParallelism = Sorted(job.OperatorParallelism.Where(o => !Operators.ContainsKey(o.Key)).Concat(Operators.Where(o => o.Value > 0))),
    };

    /// <summary>Whether two jobs have the same scale.</summary>
    internal static bool IsSame(JobSubmission one, JobSubmission other) =>
        one.Parallelism == other.Parallelism && Sorted(one.OperatorParallelism).SequenceEqual(Sorted(other.OperatorParallelism));

    private static ImmutableSortedDictionary<string, int> Sorted(IEnumerable<KeyValuePair<string, int>> operators) =>
        operators.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
