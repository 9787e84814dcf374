using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Cuts batches into frames, whatever the type of their records. One producer's thread at a time.</summary>
internal abstract class BatchWriter
{
    /// <summary>Puts a batch into frames and releases it.</summary>
    /// <exception cref="Core.Jobs.UnsentRecordException">A record is too large, or its serializer refuses it.</exception>
    public abstract void Write(StreamElement batch, IFrameTaker frames);
}

/// <summary>Takes what a batch is cut into.</summary>
internal interface IFrameTaker
{
    /// <summary>Takes an array over that has a payload behind the place of the header.</summary>
    void Take(FrameKind kind, byte[] bytes, int payloadBytes);
}
