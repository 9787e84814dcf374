using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>A definition divided into chains: the graph, and the transformations behind each vertex.</summary>
/// <param name="Graph">The part that leaves the process.</param>
/// <param name="Chains">For each vertex, its transformations in the order of its operators.</param>
/// <param name="Outputs">For each edge, the consuming transformation's input.</param>
public sealed record Plan(JobGraph Graph, IReadOnlyList<IReadOnlyList<Transformation>> Chains, IReadOnlyList<StreamInput> Outputs);
