using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Splits batches into frames, independent of their record type. Used by one producer's thread at a time.</summary>
internal abstract class BatchWriter
{
    /// <summary>Writes a batch to frames and releases it.</summary>
    /// <exception cref="Core.Jobs.UnsentRecordException">A record is too large, or its serializer refuses it.</exception>
    public void Write(StreamElement batch, IFrameTaker frames)
    {
        Write(batch, 0, frames);
        batch.Release();
    }

    /// <summary>Writes the records of a batch from one on to frames.</summary>
    /// <exception cref="Core.Jobs.UnsentRecordException">A record is too large, or its serializer refuses it.</exception>
    public abstract void Write(StreamElement batch, int from, IFrameTaker frames);

    /// <summary>Returns about how many bytes of frames the records of a batch from one on take.</summary>
    public abstract long Estimate(StreamElement batch, int from);
}

/// <summary>Takes the frames that a batch is split into.</summary>
internal interface IFrameTaker
{
    /// <summary>Takes ownership of an array that has a payload after the space for the header.</summary>
    void Take(FrameKind kind, byte[] bytes, int payloadBytes);
}
