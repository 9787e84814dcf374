using System.Text;

namespace Millrace.Core.Graph;

/// <summary>Prints the graph in Graphviz's language, for <c>--explain dot</c>: a box for each chain, with a line for each of its operators.</summary>
public static class JobGraphDot
{
    public static string Print(JobGraph graph)
    {
        var text = new StringBuilder("digraph job {\n    rankdir=LR;\n    node [shape=box, fontname=monospace];\n");
        foreach (var vertex in graph.Vertices)
        {
            var lines = vertex.Operators.Select(Line).Append($"x{vertex.Parallelism}");
            text.Append($"    v{vertex.Index} [label=\"{string.Join("\\n", lines.Select(Escape))}\"];\n");
        }

        foreach (var edge in graph.Edges) text.Append($"    v{edge.From} -> v{edge.To} [label=\"{Escape(edge.Label)}\"];\n");
        return text.Append("}\n").ToString();
    }

    private static string Line(JobOperator op) =>
        op.Name + (op.States.Count == 0 ? "" : $" [{string.Join(", ", op.States.Select(s => s.Name))}]");

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
