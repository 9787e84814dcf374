using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.Batches;

/// <summary>An element of a channel: batches of records, with control elements between them.</summary>
internal abstract class StreamElement
{
    /// <summary>Whether the element takes one of the channel's credits.</summary>
    public virtual bool IsBatch => false;

    /// <summary>The bytes that a batch's records take in memory, excluding what references point to; 0 for control elements.</summary>
    public virtual long Bytes => 0;

    /// <summary>Adds an owner to a batch.</summary>
    public virtual void Retain() { }

    /// <summary>Removes an owner from a batch.</summary>
    public virtual void Release() { }
}

/// <summary>A watermark: no record with a timestamp up to this one follows it.</summary>
internal sealed class WatermarkElement(long timestamp) : StreamElement
{
    public long Timestamp { get; } = timestamp;
}

/// <summary>Whether the channel is idle, so that its watermark does not hold others back.</summary>
internal sealed class StreamStatusElement(bool idle) : StreamElement
{
    public bool Idle { get; } = idle;
}

/// <summary>The end of input: only barriers follow it.</summary>
internal sealed class EndOfInputElement : StreamElement
{
    public static readonly EndOfInputElement Instance = new();
}

/// <summary>A barrier, which separates the records before a checkpoint from those after it.</summary>
internal sealed class BarrierElement(CheckpointBarrier barrier) : StreamElement
{
    public CheckpointBarrier Barrier { get; } = barrier;
}
