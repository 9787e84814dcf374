namespace Millrace.Core.Graph;

/// <summary>How records are sent from one vertex to another.</summary>
/// <param name="Index">The index in the graph; names the edge's channels.</param>
/// <param name="From">The producing vertex.</param>
/// <param name="To">The consuming vertex.</param>
/// <param name="Partitioning">The kind: <c>forward</c>, <c>rebalance</c>, <c>broadcast</c>, <c>custom</c> or <c>key</c>.</param>
/// <param name="SideOutput">The side output that the records come from; null for the main output.</param>
/// <param name="Input">The input of the consumer: 0, or 1 for the second one.</param>
public sealed record JobEdge(int Index, int From, int To, string Partitioning, string? SideOutput = null, int Input = 0)
{
    /// <summary>A description of the edge.</summary>
    public string Label => Partitioning + (SideOutput is null ? "" : $" of '{SideOutput}'") + (Input == 0 ? "" : " into the second input");

    /// <summary>Whether each producing subtask has a channel to only one consuming subtask.</summary>
    public bool IsPointwise(JobGraph graph) =>
        Partitioning == "forward" && graph.Vertices[From].Parallelism == graph.Vertices[To].Parallelism;
}
