using Millrace.Core.Graph;

namespace Millrace.Core.Scheduling;

/// <summary>
/// The failover regions of a job: subtasks that exchange records, directly or through others, are in one region, and fail together. So a failure leaves
/// the rest of the job running. They are the weakly connected components of the graph of subtasks, as Flink's pipelined regions are. The subtasks of a
/// source are connected too: each discovers all splits and takes its own, so that they must discover the same ones.
/// </summary>
public sealed class FailoverRegions
{
    private readonly Dictionary<SubtaskId, int> _regionOf = [];
    private readonly List<IReadOnlyList<SubtaskId>> _regions = [];

    /// <param name="graph">The job.</param>
    public FailoverRegions(JobGraph graph)
    {
        var roots = graph.Subtasks.ToDictionary(static s => s, static s => s);
        foreach (var source in graph.Vertices.Where(static v => v.Operators is [{ Role: OperatorRole.Source }, ..])) JoinAll(roots, source.Subtasks);
        foreach (var edge in graph.Edges)
        {
            var (from, to) = (graph.Vertices[edge.From], graph.Vertices[edge.To]);
            if (edge.IsPointwise(graph)) foreach (var subtask in from.Subtasks) Join(roots, subtask, subtask with { Vertex = to.Index });
            else JoinAll(roots, from.Subtasks.Concat(to.Subtasks));
        }

        foreach (var region in graph.Subtasks.GroupBy(s => RootOf(roots, s)))
        {
            foreach (var subtask in region) _regionOf.Add(subtask, _regions.Count);
            _regions.Add([.. region]);
        }
    }

    /// <summary>The number of regions.</summary>
    public int Count => _regions.Count;

    /// <summary>Returns all subtasks of the regions of some subtasks.</summary>
    public IReadOnlySet<SubtaskId> Of(IEnumerable<SubtaskId> subtasks) =>
        subtasks.Select(s => _regionOf[s]).Distinct().SelectMany(r => _regions[r]).ToHashSet();

    private static void JoinAll(Dictionary<SubtaskId, SubtaskId> roots, IEnumerable<SubtaskId> subtasks)
    {
        SubtaskId? first = null;
        foreach (var subtask in subtasks) Join(roots, subtask, first ??= subtask);
    }

    private static void Join(Dictionary<SubtaskId, SubtaskId> roots, SubtaskId one, SubtaskId other) => roots[RootOf(roots, one)] = RootOf(roots, other);

    // Shortens the path for the next time.
    private static SubtaskId RootOf(Dictionary<SubtaskId, SubtaskId> roots, SubtaskId subtask)
    {
        while (roots[subtask] != subtask) subtask = roots[subtask] = roots[roots[subtask]];
        return subtask;
    }
}
