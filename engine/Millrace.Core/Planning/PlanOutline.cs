using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// Divides other runs of a planned definition into the plan's chains. A run that is like the first one needs no planning of its own; of what its
/// operators declare, only the part of the vertex that it is for is compared, because each vertex has runs of its own.
/// </summary>
public sealed class PlanOutline
{
    private readonly IReadOnlyList<Transformation> _first;
    private readonly Plan _plan;
    private readonly Dictionary<Transformation, int> _positions = new(ReferenceEqualityComparer.Instance);

    /// <param name="env">The run that was planned.</param>
    /// <param name="plan">Its plan.</param>
    public PlanOutline(StreamEnvironment env, Plan plan)
    {
        (_first, _plan) = (env.Transformations, plan);
        foreach (var (position, transformation) in _first.Index()) _positions[transformation] = position;
    }

    /// <summary>Returns the plan with another run's transformations; null if that run defined something else.</summary>
    /// <param name="env">The other run.</param>
    /// <param name="vertex">The vertex that the run is for.</param>
    /// <param name="describer">Describes its state.</param>
    /// <exception cref="InvalidJobException">An operator of the vertex cannot be run; the message says where and why.</exception>
    public Plan? Divide(StreamEnvironment env, int vertex, IStateDescriber describer)
    {
        var again = env.Transformations;
        if (again.Count != _first.Count) return null;
        for (var i = 0; i < again.Count; i++)
        {
            if (!IsLike(_first[i], again[i], again)) return null;
        }

        var chains = _plan.Chains.Select(chain => (IReadOnlyList<Transformation>)[.. chain.Select(t => again[_positions[t]])]).ToList();
        var roles = new OperatorDescriber(describer);
        foreach (var (planned, transformation) in _plan.Graph.Vertices[vertex].Operators.Zip(chains[vertex]))
        {
            if (roles.Describe(transformation, planned.DerivedId).Definition != planned.Definition) return null;
        }

        return new Plan(_plan.Graph, chains, [.. chains.SelectMany(static chain => chain[0].Inputs)]);
    }

    private bool IsLike(Transformation first, Transformation other, IReadOnlyList<Transformation> again)
    {
        if (first.GetType() != other.GetType() || first.Kind != other.Kind || first.Uid != other.Uid) return false;
        var (inputs, otherInputs) = (first.Inputs, other.Inputs);
        if (first.Parallelism != other.Parallelism || first.FirstInputs != other.FirstInputs || inputs.Count != otherInputs.Count) return false;
        for (var i = 0; i < inputs.Count; i++)
        {
            var (input, otherInput) = (inputs[i], otherInputs[i]);
            if (!ReferenceEquals(again[_positions[input.Source]], otherInput.Source)
                || input.GetType() != otherInput.GetType()
                || input.PartitioningKind != otherInput.PartitioningKind
                || input.SideOutput?.Name != otherInput.SideOutput?.Name) return false;
        }

        return true;
    }
}
