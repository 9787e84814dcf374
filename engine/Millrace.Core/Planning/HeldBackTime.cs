using Millrace.Transformations;

namespace Millrace.Core.Planning;

/// <summary>
/// Finds operators whose event time would never advance: one of their inputs comes from a source with a watermark strategy, and another from an
/// unbounded source without one.
/// </summary>
internal sealed class HeldBackTime : ITransformationVisitor<HeldBackTime.Clock>
{
    private static readonly HeldBackTime s_sources = new();

    private HeldBackTime() { }

    /// <summary>Returns a warning for each operator where such inputs first meet.</summary>
    /// <param name="transformations">All operators, each after its inputs.</param>
    public static IReadOnlyList<string> Warnings(IReadOnlyList<Transformation> transformations)
    {
        var times = new Dictionary<Transformation, (bool HasTime, Transformation? Silent)>(ReferenceEqualityComparer.Instance);
        var warnings = new List<string>();
        foreach (var transformation in transformations)
        {
            var clock = transformation.Accept(s_sources);
            var inputs = clock == Clock.OfInputs ? transformation.Inputs.Select(i => times[i.Source]).ToList() : [];
            var hasTime = clock == Clock.Own || inputs.Exists(static i => i.HasTime);
            var silent = clock == Clock.None ? transformation : inputs.Find(static i => i.Silent is not null).Silent;
            times[transformation] = (hasTime, silent);
            if (!hasTime || silent is null || inputs.Exists(static i => i is { HasTime: true, Silent: not null })) continue;
            warnings.Add(
                $"Event time never advances in the {transformation.Kind} '{transformation.Name ?? transformation.Uid ?? transformation.Kind}' at {transformation.CallSite}: the source at {silent.CallSite}, which also feeds it, has no WatermarkStrategy. "
                + "Give it one, with WithIdleness if it rarely has records.");
        }

        return warnings;
    }

    public Clock VisitSource<T>(SourceTransformation<T> source) =>
        source.Watermarks is not null ? Clock.Own : source.Source.Boundedness == Boundedness.Unbounded ? Clock.None : Clock.OfInputs;

    public Clock VisitWatermarks<T>(WatermarksTransformation<T> watermarks) => Clock.Own;

    public Clock VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage) => Clock.OfInputs;

    public Clock VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process) => Clock.OfInputs;

    public Clock VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process) => Clock.OfInputs;

    public Clock VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process) => Clock.OfInputs;

    public Clock VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process) => Clock.OfInputs;

    public Clock VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process) => Clock.OfInputs;

    public Clock VisitSink<T>(SinkTransformation<T> sink) => Clock.OfInputs;

    /// <summary>The source of an operator's event time.</summary>
    internal enum Clock
    {
        OfInputs,
        Own,
        None,
    }
}
