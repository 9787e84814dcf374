namespace Millrace.Core.Graph;

/// <summary>How records travel from one vertex to another.</summary>
/// <param name="Index">The index in the graph; names the edge's channels.</param>
/// <param name="From">The producing vertex.</param>
/// <param name="To">The consuming vertex.</param>
/// <param name="Partitioning">The word for it: <c>forward</c>, <c>rebalance</c>, <c>broadcast</c> or <c>key</c>.</param>
public sealed record JobEdge(int Index, int From, int To, string Partitioning)
{
    /// <summary>Whether each producing subtask has a channel to one consuming subtask only.</summary>
    public bool IsPointwise(JobGraph graph) =>
        Partitioning == "forward" && graph.Vertices[From].Parallelism == graph.Vertices[To].Parallelism;
}
