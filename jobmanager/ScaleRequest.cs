using System.Collections.Immutable;

namespace Millrace.JobManager;

/// <summary>How a job is to be scaled.</summary>
/// <param name="Parallelism">Of operators that have none of their own; null to leave it.</param>
/// <param name="Operators">Parallelism of single operators, by their id; 0 takes an operator's own away.</param>
/// <param name="Timeout">How long to wait for a job that is not running, and for processing to run again.</param>
public sealed record ScaleRequest(int? Parallelism, IReadOnlyDictionary<string, int> Operators, TimeSpan Timeout)
{
    /// <summary>What operators are given, after those that were given something before.</summary>
    internal IReadOnlyDictionary<string, int> OperatorsAfter(IReadOnlyDictionary<string, int> before) =>
        before.Where(o => !Operators.ContainsKey(o.Key)).Concat(Operators.Where(o => o.Value > 0)).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
