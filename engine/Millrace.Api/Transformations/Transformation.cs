namespace Millrace.Transformations;

/// <summary>An operator as it was defined. The kinds are a small closed set; every other operator is made of these.</summary>
public abstract class Transformation
{
    private protected Transformation(string kind, string callSite)
    {
        Kind = kind;
        CallSite = callSite;
    }

    /// <summary>What the operator is, such as <c>map</c>; part of the id that an operator without <see cref="Uid"/> gets.</summary>
    public string Kind { get; }

    /// <summary>Where it was defined, for messages.</summary>
    public string CallSite { get; }

    /// <summary>The name for people, or null.</summary>
    public string? Name { get; internal set; }

    /// <summary>The id that the user gave, by which a checkpoint finds the operator, or null.</summary>
    public string? Uid { get; internal set; }

    /// <summary>The parallelism that the user gave, or null for the job's.</summary>
    public int? Parallelism { get; internal set; }

    /// <summary>Where the records come from: the edges into the first input, and after them those into the second.</summary>
    public abstract IReadOnlyList<StreamInput> Inputs { get; }

    /// <summary>How many of <see cref="Inputs"/> go into the first input.</summary>
    public virtual int FirstInputs => Inputs.Count;

    /// <summary>Whether its function can put out into side outputs of its own.</summary>
    public virtual bool HasSideOutputs => false;

    /// <summary>Whether it is always the first of its chain: what is before it has another event time.</summary>
    public virtual bool BeginsChain => false;

    /// <summary>What becomes of a record with which it throws, where <see cref="ErrorOutputs"/> has no side output for it.</summary>
    public ErrorHandling OnError { get; internal set; }

    /// <summary>Side outputs for records with which it throws: one for each type of records that come in, at most.</summary>
    public IReadOnlyList<OutputTag> ErrorOutputs { get; internal set; } = [];

    /// <summary>Calls the visitor's method for this kind.</summary>
    public abstract TResult Accept<TResult>(ITransformationVisitor<TResult> visitor);
}

/// <summary>An operator with an output.</summary>
public abstract class Transformation<TOut> : Transformation
{
    private protected Transformation(string kind, string callSite) : base(kind, callSite) { }
}

/// <summary>One generic method for each kind of operator.</summary>
public interface ITransformationVisitor<out TResult>
{
    /// <summary>A source.</summary>
    TResult VisitSource<T>(SourceTransformation<T> source);

    /// <summary>A stateless stage.</summary>
    TResult VisitStage<TIn, TOut>(StageTransformation<TIn, TOut> stage);

    /// <summary>A function without a key.</summary>
    TResult VisitProcess<TIn, TOut>(ProcessTransformation<TIn, TOut> process);

    /// <summary>A function with a key, state and timers.</summary>
    TResult VisitKeyedProcess<TKey, TIn, TOut>(KeyedProcessTransformation<TKey, TIn, TOut> process);

    /// <summary>A function over two streams without a key.</summary>
    TResult VisitCoProcess<T1, T2, TOut>(CoProcessTransformation<T1, T2, TOut> process);

    /// <summary>A function over two streams with a key, state and timers.</summary>
    TResult VisitKeyedCoProcess<TKey, T1, T2, TOut>(KeyedCoProcessTransformation<TKey, T1, T2, TOut> process);

    /// <summary>A function over a stream with a key, state and timers, and a broadcast one.</summary>
    TResult VisitKeyedBroadcast<TKey, T, TBroadcast, TOut>(KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut> process);

    /// <summary>A stream with watermarks of its own.</summary>
    TResult VisitWatermarks<T>(WatermarksTransformation<T> watermarks);

    /// <summary>A sink.</summary>
    TResult VisitSink<T>(SinkTransformation<T> sink);
}
