using Millrace.Transformations;

namespace Millrace.Core.Planning.Ownership;

/// <summary>
/// Checks that each subtask has its own function objects and state, because its definition creates them. Two runs of the definition show this:
/// nothing of the first may occur in the second.
/// </summary>
public static class OwnershipRules
{
    /// <summary>Compares two plans of the same job, from two runs of its definition.</summary>
    /// <exception cref="InvalidJobException">
    /// A function or state is shared, or state is where it cannot be found; the message says which, where, and how to fix it.
    /// </exception>
    public static void Check(Plan plan, Plan again)
    {
        var (first, second) = (Own(plan), Own(again));
        foreach (var (owned, owner) in second)
        {
            if (first.TryGetValue(owned, out var other))
                throw new InvalidJobException($"The {NameOf(owned)} of the {NameOf(other)} is created once, outside Define, and reused, so that all subtasks would share it. {Remedy(owner)}");
        }
    }

    private static Dictionary<object, Transformation> Own(Plan plan)
    {
        var owners = new Dictionary<object, Transformation>(ReferenceEqualityComparer.Instance);
        var captured = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var all = plan.Chains.SelectMany(static c => c)
            .Select(t => (Transformation: t, Objects: DefinedObjects.Of(t, t.Accept(Declarer.Instance) is StreamFunction or null, captured), States: DeclaredBy(t))).ToList();
        var found = all.SelectMany(static o => o.States).ToHashSet<StateDeclaration>(ReferenceEqualityComparer.Instance);
        foreach (var (transformation, objects, states) in all)
        {
            foreach (var part in objects.Parts) AsynchronousFunctions.RefuseMethods(part, transformation.CallSite);
            foreach (var function in objects.Functions) Add(owners, function, transformation);
            foreach (var state in states) Add(owners, state, transformation);
            MisplacedState.Refuse(transformation, objects, found);
        }

        return owners;
    }

    private static void Add(Dictionary<object, Transformation> owners, object owned, Transformation owner)
    {
        if (!owners.TryAdd(owned, owner))
            throw new InvalidJobException($"The {NameOf(owned)} is given to the {NameOf(owners[owned])} and to the {NameOf(owner)}, which would share it. {Remedy(owner)}");
    }

    private static IReadOnlyList<StateDeclaration> DeclaredBy(Transformation transformation) =>
        transformation.Accept(Declarer.Instance) is { } declarer ? StateDeclarations.Of(declarer) : [];

    private static string NameOf(object owned) => owned switch
    {
        StateDeclaration state => $"state '{state.Name}'",
        Transformation transformation => $"{transformation.Kind} '{transformation.Name ?? transformation.Uid ?? transformation.Kind}' at {transformation.CallSite}",
        _ => $"function {owned.GetType().Name}",
    };

    private static string Remedy(Transformation owner) => $"Create it inside Define, where it is given to the {owner.Kind}.";

    /// <summary>Returns the object whose fields are an operator's state.</summary>
    private sealed class Declarer : ITransformationVisitor<object?>
    {
        public static readonly Declarer Instance = new();

        public object? VisitSource<T>(SourceTransformation<T> source) => source.Source;

        public object? VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage) => null;

        public object? VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process) => process.Function;

        public object? VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process) => process.Function;

        public object? VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process) => process.Function;

        public object? VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process) => process.Function;

        public object? VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process) => process.Function;

        public object? VisitWatermarks<T>(WatermarksTransformation<T> watermarks) => null;

        public object? VisitSink<T>(SinkTransformation<T> sink) => sink.Sink;
    }
}
