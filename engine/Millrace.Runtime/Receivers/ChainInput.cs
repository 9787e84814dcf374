using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Receivers;

/// <summary>An input for a chain's batches: a chain has one, or two where its head reads two streams.</summary>
internal abstract class ChainInput
{
    /// <summary>The operator that a batch goes directly into; <see cref="ChainPosition.None"/> where that is recorded on the way.</summary>
    public abstract int Place { get; }

    /// <summary>
    /// Processes a batch from <paramref name="cursor"/> up to <paramref name="end"/> or its end; returns false when there is no room, with the cursor kept.
    /// </summary>
    public abstract bool Process(StreamElement element, ref int cursor, int end);

    /// <summary>Whether records are left in a batch.</summary>
    public abstract bool HasMore(StreamElement element, int cursor);

    /// <summary>Releases a processed batch.</summary>
    public abstract void Release(StreamElement element);

    /// <summary>Continues the chain's paused work, whichever input it came from; returns true when none is left and there is room.</summary>
    public abstract bool Resume();

    /// <summary>Describes the last record that was started, for failure messages.</summary>
    public abstract string Describe(StreamElement element, int cursor);
}
