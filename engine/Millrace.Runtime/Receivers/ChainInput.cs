using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Receivers;

/// <summary>Where the batches of a chain go in: it has one input, or two where its head reads two streams.</summary>
internal abstract class ChainInput
{
    /// <summary>The operator that a batch goes straight into; <see cref="ChainPosition.None"/> where that is noted on the way.</summary>
    public abstract int Place { get; }

    /// <summary>Works off a batch from <paramref name="cursor"/> on; false when there is no room, with the cursor kept.</summary>
    public abstract bool Process(StreamElement element, ref int cursor);

    /// <summary>Whether records are left in a batch.</summary>
    public abstract bool HasMore(StreamElement element, int cursor);

    /// <summary>Gives a worked-off batch back.</summary>
    public abstract void Release(StreamElement element);

    /// <summary>Goes on with the chain's paused work, whichever input it came from; true when none is left and there is room.</summary>
    public abstract bool Resume();

    /// <summary>What is known of the last record that was begun, for the message of a failure.</summary>
    public abstract string Describe(StreamElement element, int cursor);
}
