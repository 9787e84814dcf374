namespace Millrace;

/// <summary>What all functions share: a life of one subtask attempt on one thread.</summary>
public abstract class StreamFunction
{
    /// <summary>
    /// What the function was made with that its state depends on: a checkpoint of an operator that had other values is refused before the job
    /// starts. What it can go on with under another value is not among them.
    /// </summary>
    /// <example><code>public override IReadOnlyList&lt;StateParameter> StateParameters => [StateParameter.Of("buckets", 16)];</code></example>
    public virtual IReadOnlyList<StateParameter> StateParameters => [];

    /// <summary>Called once before the first record: the place for connections.</summary>
    public virtual void Open(FunctionContext context) { }

    /// <summary>
    /// Called once at the end where <see cref="Open"/> was called, also where that has thrown, or anything else. What it throws is logged, and
    /// changes nothing.
    /// </summary>
    public virtual void Close() { }
}
