using System.IO.Hashing;
using System.Text;
using System.Text.Json.Serialization;

namespace Millrace.Core.Graph;

/// <summary>A job's dataflow without its code: what is scheduled, displayed, and compared with a checkpoint.</summary>
/// <param name="MaxParallelism">The number of key groups.</param>
/// <param name="Vertices">The chains, sources first.</param>
/// <param name="Edges">The edges between chains.</param>
public sealed record JobGraph(int MaxParallelism, IReadOnlyList<JobVertex> Vertices, IReadOnlyList<JobEdge> Edges)
{
    /// <summary>How the job is restarted after a failure.</summary>
    public RestartPolicy Restart { get; init; } = RestartPolicy.Default;

    /// <summary>Parts of the definition that are probably mistakes, in words for the user; logged at every start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<SubtaskId> Subtasks => Vertices.SelectMany(v => v.Subtasks);

    [JsonIgnore]
    public IEnumerable<JobOperator> Operators => Vertices.SelectMany(v => v.Operators);

    /// <summary>The number of slots that the job needs: a slot holds one subtask of each vertex.</summary>
    public int Slots => Vertices.Max(v => v.Parallelism);

    /// <summary>
    /// Returns a value that is the same for equal definitions, regardless of parallelism. Compared between re-runs, never with a checkpoint.
    /// </summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var op in Operators) text.Append(op.Definition).Append('\n');
        text.Append(MaxParallelism);
        return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(text.ToString())).ToString("x16");
    }
}
