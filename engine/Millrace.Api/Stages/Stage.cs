namespace Millrace.Stages;

/// <summary>A stateless operator: it turns a record into any number of records, and is chained with its neighbors.</summary>
public abstract class Stage<TIn, TOut>
{
    /// <summary>
    /// Whether pushing to, or resuming, the next stage is the last thing that this stage does with a record: none of its code runs, or can throw,
    /// afterwards. Saves time; false is always correct.
    /// </summary>
    public virtual bool EndsWithPush => false;

    /// <summary>
    /// Puts this stage before <paramref name="next"/> and passes the result to <paramref name="then"/>. Called once per operator when a chain is
    /// built, never per record.
    /// </summary>
    public abstract TResult Attach<TNext, TResult>(TNext next, IStageContinuation<TIn, TResult> then)
        where TNext : struct, IOutput<TOut>;
}

/// <summary>Takes a chain whose first stage has a type that only its builder knows.</summary>
public interface IStageContinuation<TIn, out TResult>
{
    /// <summary>Continues with <paramref name="head"/>.</summary>
    TResult Then<THead>(THead head) where THead : struct, IOutput<TIn>;
}
