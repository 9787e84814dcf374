using System.Text;

namespace Millrace.Core.Graph;

/// <summary>Prints the graph for people, for <c>--explain</c>.</summary>
public static class JobGraphText
{
    public static string Print(JobGraph graph)
    {
        var text = new StringBuilder();
        text.Append($"max parallelism {graph.MaxParallelism}, {graph.Slots} slots, fingerprint {graph.Fingerprint()}\n");
        foreach (var vertex in graph.Vertices)
        {
            text.Append($"[{vertex.Index}] {vertex.Name}  x{vertex.Parallelism}\n");
            foreach (var edge in graph.Edges.Where(e => e.To == vertex.Index)) text.Append($"    <- [{edge.From}] by {edge.Label}\n");
            foreach (var op in vertex.Operators) PrintOperator(text, op);
        }

        foreach (var warning in graph.Warnings) text.Append($"warning: {warning}\n");
        return text.ToString();
    }

    private static void PrintOperator(StringBuilder text, JobOperator op)
    {
        text.Append($"    {op.Kind} {op.Id}{(op.HasUid || !op.HasState ? "" : "  (stateful without Uid: a changed definition may not find its state)")}\n");
        foreach (var state in op.States)
            text.Append($"        {state.Title} '{state.Name}': {state.ValueSchema}\n");
    }
}
