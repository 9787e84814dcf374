using Millrace.Runtime.Batches;

namespace Millrace.Testing.Attempts;

/// <summary>An input that a test plays, as a source's task does, whatever the type of its records.</summary>
internal abstract class PlayedInput
{
    public abstract void Send(StreamElement control);

    /// <summary>Sends what waits for a batch to be full.</summary>
    public abstract void Flush();
}
