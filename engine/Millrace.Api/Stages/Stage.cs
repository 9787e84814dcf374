namespace Millrace.Stages;

/// <summary>A stateless operator: it turns a record into any number of records, and is chained with its neighbours.</summary>
public abstract class Stage<TIn, TOut>
{
    /// <summary>
    /// Whether pushing on, or asking to resume, is the last thing that the stage does with a record: nothing of it runs, or can throw,
    /// afterwards. Saves time; false is always right.
    /// </summary>
    public virtual bool EndsWithPush => false;

    /// <summary>
    /// Puts this stage before <paramref name="next"/> and hands the result on. One call per operator when a chain is built; none per
    /// record.
    /// </summary>
    public abstract TResult Attach<TNext, TResult>(TNext next, IStageContinuation<TIn, TResult> then)
        where TNext : struct, IOutput<TOut>;
}

/// <summary>Takes a chain whose first stage is of a type that only its builder knows.</summary>
public interface IStageContinuation<TIn, out TResult>
{
    /// <summary>Goes on with <paramref name="head"/>.</summary>
    TResult Then<THead>(THead head) where THead : struct, IOutput<TIn>;
}
