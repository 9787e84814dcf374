using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// Determines each operator's number of subtasks: the parallelism given later, or that in its definition, or the job's parallelism.
/// </summary>
/// <param name="job">The job's parallelism, from 1 to the max parallelism.</param>
public sealed class OperatorParallelism(int job)
{
    /// <value>The parallelism given to individual operators after the definition, by id. The default is none.</value>
    public IReadOnlyDictionary<string, int> Given { get; init; } = new Dictionary<string, int>();

    /// <value>The maximum parallelism of any operator; null for no limit. The default is null.</value>
    public int? Limit { get; init; }

    internal int Job => job;

    internal int Of(Transformation transformation, OperatorId derived) =>
        Math.Min(Given.TryGetValue(IdOf(transformation, derived), out var given) ? given : transformation.Parallelism ?? job, Limit ?? int.MaxValue);

    /// <exception cref="InvalidJobException">An operator that is given a parallelism does not exist, or cannot have that parallelism.</exception>
    internal void Check(IReadOnlyDictionary<Transformation, OperatorId> derived, int maxParallelism)
    {
        if (Given.Count == 0) return;
        var operators = derived.Select(d => IdOf(d.Key, d.Value)).Order(StringComparer.Ordinal).ToList();
        foreach (var (id, parallelism) in Given.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (!operators.Contains(id))
                throw new InvalidJobException($"There is no operator '{id}' whose parallelism could be set. The job has: {string.Join(", ", operators)}.");
            if (parallelism < 1 || parallelism > maxParallelism)
                throw new InvalidJobException($"Parallelism {parallelism} of operator '{id}' is not between 1 and the max parallelism, {maxParallelism}.");
        }
    }

    private static string IdOf(Transformation transformation, OperatorId derived) => transformation.Uid ?? derived.Value;
}
