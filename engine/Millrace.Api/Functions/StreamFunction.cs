namespace Millrace;

/// <summary>What all functions share: a life of one subtask attempt on one thread.</summary>
public abstract class StreamFunction
{
    /// <summary>Called once before the first record: the place for connections.</summary>
    public virtual void Open(FunctionContext context) { }

    /// <summary>
    /// Called once at the end where <see cref="Open"/> was called, also where that has thrown, or anything else. What it throws is logged, and
    /// changes nothing.
    /// </summary>
    public virtual void Close() { }
}
