namespace Millrace.Transformations;

/// <summary>An operator as defined. The kinds are a small closed set; all other operators are built from these.</summary>
public abstract class Transformation
{
    private protected Transformation(string kind, string callSite)
    {
        Kind = kind;
        CallSite = callSite;
    }

    /// <summary>The operator's kind, such as <c>map</c>; part of the id of an operator without <see cref="Uid"/>.</summary>
    public string Kind { get; }

    /// <summary>The location of the definition, for messages.</summary>
    public string CallSite { get; }

    /// <summary>The display name, or null.</summary>
    public string? Name { get; internal set; }

    /// <summary>The id set by the user, by which a checkpoint identifies the operator, or null.</summary>
    public string? Uid { get; internal set; }

    /// <summary>The parallelism set by the user, or null for the job's.</summary>
    public int? Parallelism { get; internal set; }

    /// <summary>The edges into the first input, followed by those into the second.</summary>
    public abstract IReadOnlyList<StreamInput> Inputs { get; }

    /// <summary>How many of <see cref="Inputs"/> belong to the first input.</summary>
    public virtual int FirstInputs => Inputs.Count;

    /// <summary>Whether its function can emit to side outputs.</summary>
    public virtual bool HasSideOutputs => false;

    /// <summary>Whether it always starts a new chain, because its event time differs from that of its input.</summary>
    public virtual bool BeginsChain => false;

    /// <summary>What happens to a record for which it throws, if <see cref="ErrorOutputs"/> has no side output for it.</summary>
    public ErrorHandling OnError { get; internal set; }

    /// <summary>Side outputs for records for which it throws; at most one for each input record type.</summary>
    public IReadOnlyList<OutputTag> ErrorOutputs { get; internal set; } = [];

    /// <summary>Calls the visitor's method for this kind.</summary>
    public abstract TResult Accept<TResult>(ITransformationVisitor<TResult> visitor);
}

/// <summary>An operator with an output.</summary>
public abstract class Transformation<TOut> : Transformation
{
    private protected Transformation(string kind, string callSite) : base(kind, callSite) { }
}

/// <summary>A visitor with one generic method for each kind of operator.</summary>
public interface ITransformationVisitor<out TResult>
{
    /// <summary>Visits a source.</summary>
    TResult VisitSource<T>(SourceTransformation<T> source);

    /// <summary>Visits a stateless stage.</summary>
    TResult VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage);

    /// <summary>Visits a function over a non-keyed stream.</summary>
    TResult VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process);

    /// <summary>Visits a function over a keyed stream, with state and timers.</summary>
    TResult VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process);

    /// <summary>Visits a function over two non-keyed streams.</summary>
    TResult VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process);

    /// <summary>Visits a function over two keyed streams, with state and timers.</summary>
    TResult VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process);

    /// <summary>Visits a function over a keyed stream, with state and timers, and a broadcast stream.</summary>
    TResult VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process);

    /// <summary>Visits an operator that assigns timestamps and watermarks.</summary>
    TResult VisitWatermarks<T>(WatermarksTransformation<T> watermarks);

    /// <summary>Visits a sink.</summary>
    TResult VisitSink<T>(SinkTransformation<T> sink);
}
