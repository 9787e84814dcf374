using System.Text.Json.Serialization;

namespace Millrace.Core.Graph;

/// <summary>A chain of operators that run in one subtask.</summary>
/// <param name="Index">The index in the graph; sources precede their consumers.</param>
/// <param name="Parallelism">The number of subtasks.</param>
/// <param name="Operators">The operators, in the order in which records pass through them.</param>
public sealed record JobVertex(int Index, int Parallelism, IReadOnlyList<JobOperator> Operators)
{
    public string Name => string.Join(" -> ", Operators.Select(o => o.Name));

    public bool IsSource => Operators[0].Role == OperatorRole.Source;

    [JsonIgnore]
    public IEnumerable<SubtaskId> Subtasks => Enumerable.Range(0, Parallelism).Select(i => new SubtaskId(Index, i));
}
