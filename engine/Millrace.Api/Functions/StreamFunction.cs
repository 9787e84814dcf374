namespace Millrace;

/// <summary>What all functions share: a life of one subtask attempt on one thread.</summary>
public abstract class StreamFunction
{
    /// <summary>Called once before the first record: the place for connections.</summary>
    public virtual void Open(FunctionContext context) { }

    /// <summary>Called once at the end, also after a failure.</summary>
    public virtual void Close() { }
}
