using Millrace.Core.Graph;
using Millrace.Transformations;

namespace Millrace.Testing.Attempts;

/// <summary>Finds the inputs that a test feeds and the outputs that it takes; false for all other transformations.</summary>
internal sealed class PlayedPlaces(StreamAttempt attempt) : ITransformationVisitor<bool>
{
    private readonly SortedDictionary<int, PlayedInput> _inputs = [];
    private readonly List<TakenOutput> _outputs = [];
    private JobVertex _vertex = null!;

    public IReadOnlyDictionary<int, PlayedInput> Inputs => _inputs;

    public IReadOnlyList<TakenOutput> Outputs => _outputs;

    /// <summary>Returns the visitor for the head of a vertex.</summary>
    public PlayedPlaces At(JobVertex vertex)
    {
        _vertex = vertex;
        return this;
    }

    public bool VisitSource<T>(SourceTransformation<T> source)
    {
        if (source.Source is not PlayedSource<T> played) return false;
        _inputs.Add(played.Input, attempt.Play<T>(_vertex));
        return true;
    }

    public bool VisitSink<T>(SinkTransformation<T> sink)
    {
        if (sink.Sink is not TakenSink<T> taken) return false;
        _outputs.Add(attempt.Take(_vertex, taken.Taker));
        return true;
    }

    public bool VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage) => false;

    public bool VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process) => false;

    public bool VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process) => false;

    public bool VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process) => false;

    public bool VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process) => false;

    public bool VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process) => false;

    public bool VisitWatermarks<T>(WatermarksTransformation<T> watermarks) => false;
}
