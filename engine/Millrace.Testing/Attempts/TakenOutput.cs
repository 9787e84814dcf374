namespace Millrace.Testing.Attempts;

/// <summary>An output that a test takes, whatever the type of its records.</summary>
internal abstract class TakenOutput
{
    /// <summary>Whether the barrier came on every channel.</summary>
    public abstract bool IsCut { get; }

    /// <summary>Whether the end of input came on every channel.</summary>
    public abstract bool IsEnded { get; }

    /// <summary>Whether the newest status of every channel is idle.</summary>
    public abstract bool IsIdle { get; }

    /// <summary>Takes an element; false where there is none.</summary>
    public abstract bool TakeOne();

    /// <summary>The attempt goes on after its barrier: what comes after it counts.</summary>
    public abstract void GoOn();
}
