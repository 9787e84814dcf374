using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>The rules for a definition as a whole.</summary>
internal static class DefinitionRules
{
    public static void Check(StreamEnvironment env, int parallelism, int maxParallelism)
    {
        if (env.Transformations.Count == 0)
            throw new InvalidJobException("The job defines no source. Start with env.FromSource(...) in Define.");
        if (parallelism < 1 || parallelism > maxParallelism)
            throw new InvalidJobException($"Parallelism {parallelism} is not between 1 and the max parallelism, {maxParallelism}.");
        var uids = new Dictionary<string, Transformation>(StringComparer.Ordinal);
        var consumed = env.Transformations.SelectMany(t => t.Inputs).Select(i => i.Source).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var transformation in env.Transformations)
        {
            if (transformation.Parallelism > maxParallelism)
            {
                throw new InvalidJobException(
                    $"The {transformation.Kind} at {transformation.CallSite} has parallelism {transformation.Parallelism}, above the max parallelism, {maxParallelism}.");
            }

            if (transformation.Uid is { } uid && !uids.TryAdd(uid, transformation))
            {
                throw new InvalidJobException(
                    $"Two operators have the Uid '{uid}', at {uids[uid].CallSite} and at {transformation.CallSite}; give each its own.");
            }

            if (!consumed.Contains(transformation) && !transformation.Accept(IsSink.Instance))
            {
                throw new InvalidJobException(
                    $"The results of the {transformation.Kind} at {transformation.CallSite} go nowhere; end the stream with SinkTo(...).");
            }
        }

        CheckSideOutputs(env);
    }

    private static void CheckSideOutputs(StreamEnvironment env)
    {
        var outputs = env.Transformations.SelectMany(t => t.Inputs).Where(i => i.SideOutput is not null).GroupBy(i => (i.Source, i.SideOutput!.Name));
        foreach (var output in outputs)
        {
            var types = output.Select(i => i.SideOutput!.RecordType).Distinct().ToList();
            if (types is [var one, var other, ..])
            {
                throw new InvalidJobException(
                    $"The side output '{output.Key.Name}' of the {output.Key.Source.Kind} at {output.Key.Source.CallSite} is read as {one.Name} and as {other.Name}; give each its own name.");
            }
        }
    }

    private sealed class IsSink : ITransformationVisitor<bool>
    {
        public static readonly IsSink Instance = new();

        public bool VisitSource<T>(SourceTransformation<T> source) => false;

        public bool VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage) => false;

        public bool VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process) => false;

        public bool VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process) => false;

        public bool VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process) => false;

        public bool VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process) => false;

        public bool VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process) => false;

        public bool VisitWatermarks<T>(WatermarksTransformation<T> watermarks) => false;

        public bool VisitSink<T>(SinkTransformation<T> sink) => true;
    }
}
