namespace Millrace;

/// <summary>The base of all functions: an instance lives for one subtask attempt, on one thread.</summary>
public abstract class StreamFunction
{
    /// <summary>
    /// The parameters that the function's state depends on: restoring a checkpoint taken with other values is refused before the job starts.
    /// Parameters that may change between runs are not listed.
    /// </summary>
    /// <example><code>public override IReadOnlyList&lt;StateParameter> StateParameters => [StateParameter.Of("buckets", 16)];</code></example>
    public virtual IReadOnlyList<StateParameter> StateParameters => [];

    /// <summary>Called once before the first record; open connections here.</summary>
    public virtual void Open(FunctionContext context) { }

    /// <summary>
    /// Called once at the end if <see cref="Open"/> was called, even if that or anything else threw. An exception thrown here is logged and
    /// otherwise ignored.
    /// </summary>
    public virtual void Close() { }
}
