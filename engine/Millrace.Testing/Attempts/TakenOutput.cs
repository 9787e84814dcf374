namespace Millrace.Testing.Attempts;

/// <summary>An output that a test takes, whatever the type of its records.</summary>
internal abstract class TakenOutput
{
    /// <summary>Whether the barrier has come on every channel.</summary>
    public abstract bool IsCut { get; }

    /// <summary>Whether the end of input has come on every channel.</summary>
    public abstract bool IsEnded { get; }

    /// <summary>Whether the newest status of every channel is idle.</summary>
    public abstract bool IsIdle { get; }

    /// <summary>Takes an element; false where there is none.</summary>
    public abstract bool TakeOne();

    /// <summary>The attempt continues after its barrier: what follows it counts.</summary>
    public abstract void Resume();
}
