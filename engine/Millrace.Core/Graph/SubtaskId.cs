namespace Millrace.Core.Graph;

/// <summary>One of the parallel instances of a vertex.</summary>
/// <param name="Vertex">The index of the vertex in its graph.</param>
/// <param name="Index">From 0 to the vertex's parallelism, exclusive.</param>
public readonly record struct SubtaskId(int Vertex, int Index)
{
    /// <summary>Returns subtasks in their order.</summary>
    public static IEnumerable<SubtaskId> InOrder(IEnumerable<SubtaskId> subtasks) => subtasks.OrderBy(static s => s.Vertex).ThenBy(static s => s.Index);

    public override string ToString() => $"{Vertex}/{Index}";
}
