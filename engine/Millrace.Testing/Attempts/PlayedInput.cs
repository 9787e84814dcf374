using Millrace.Runtime.Batches;

namespace Millrace.Testing.Attempts;

/// <summary>An input that a test feeds, in place of a source's task, whatever the type of its records.</summary>
internal abstract class PlayedInput
{
    public abstract void Send(StreamElement control);

    /// <summary>Sends the records of a batch that is not full yet.</summary>
    public abstract void Flush();
}
