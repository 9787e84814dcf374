using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// Turns a definition into a plan. A forward edge between operators of equal parallelism is chained if it is the only edge into the consumer and the
/// only one out of the producer's main output; every other edge becomes an edge of the graph.
/// </summary>
public sealed class PlanBuilder(OperatorParallelism parallelism, int maxParallelism, IStateDescriber describer)
{
    /// <exception cref="InvalidJobException">The definition cannot be run; the message says where and why.</exception>
    public Plan Build(StreamEnvironment env)
    {
        DefinitionRules.Check(env, parallelism.Job, maxParallelism);
        var ids = OperatorIds.Derive(env.Transformations);
        parallelism.Check(ids, maxParallelism);
        var roles = new OperatorDescriber(describer);
        var chains = CutChains(env.Transformations, t => parallelism.Of(t, ids[t]));
        var vertexOf = new Dictionary<Transformation, int>(ReferenceEqualityComparer.Instance);
        var vertices = new List<JobVertex>();
        foreach (var chain in chains)
        {
            foreach (var transformation in chain) vertexOf[transformation] = vertices.Count;
            var operators = chain.Select(t => roles.Describe(t, ids[t])).ToList();
            operators[0] = operators[0] with { Inputs = InputsOf(chain[0], ids) };
            vertices.Add(new JobVertex(vertices.Count, parallelism.Of(chain[0], ids[chain[0]]), operators));
        }

        var edges = new List<JobEdge>();
        var outputs = new List<StreamInput>();
        foreach (var chain in chains)
        {
            foreach (var (index, input) in chain[0].Inputs.Index())
            {
                edges.Add(new JobEdge(
                    edges.Count, vertexOf[input.Source], vertexOf[chain[0]], input.PartitioningKind, input.SideOutput?.Name, index < chain[0].FirstInputs ? 0 : 1));
                outputs.Add(input);
            }
        }

        return new Plan(new JobGraph(maxParallelism, vertices, edges) { Restart = env.Restart, Warnings = HeldBackTime.Warnings(env.Transformations) }, chains, outputs);
    }

    private List<OperatorInput> InputsOf(Transformation head, IReadOnlyDictionary<Transformation, OperatorId> ids) => [.. head.Inputs.Select((input, index) =>
    {
        var (schema, layout) = input.PartitioningKind == "forward" ? ("", null) : input.Accept(new RecordDescriber(describer));
        return new OperatorInput(
            input.Source.Uid ?? ids[input.Source].Value, input.SideOutput?.Name, index < head.FirstInputs ? 0 : 1, input.PartitioningKind, schema, layout);
    })];

    private static List<List<Transformation>> CutChains(IReadOnlyList<Transformation> transformations, Func<Transformation, int> parallelismOf)
    {
        var consumers = transformations.SelectMany(t => t.Inputs).Where(i => i.SideOutput is null).GroupBy(i => i.Source).ToDictionary(g => g.Key, g => g.Count());
        var chainOf = new Dictionary<Transformation, List<Transformation>>(ReferenceEqualityComparer.Instance);
        var chains = new List<List<Transformation>>();
        foreach (var transformation in transformations)
        {
            if (!transformation.BeginsChain
                && transformation.Inputs is [{ PartitioningKind: "forward", SideOutput: null } input]
                && consumers[input.Source] == 1
                && parallelismOf(input.Source) == parallelismOf(transformation))
            {
                chainOf[input.Source].Add(transformation);
                chainOf[transformation] = chainOf[input.Source];
                continue;
            }

            List<Transformation> chain = [transformation];
            chains.Add(chain);
            chainOf[transformation] = chain;
        }

        return chains;
    }

    private sealed class RecordDescriber(IStateDescriber describer) : IStreamInputVisitor<(string Schema, RawLayout? Layout)>
    {
        public (string Schema, RawLayout? Layout) Visit<T>(StreamInput<T> input) => describer.DescribeRecords<T>();
    }
}
