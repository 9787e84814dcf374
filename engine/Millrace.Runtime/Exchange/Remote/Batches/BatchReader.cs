using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Reads batches, independent of their record type. Used by one consumer's thread at a time.</summary>
internal abstract class BatchReader
{
    /// <summary>Whether keys are included.</summary>
    public abstract bool Keyed { get; }

    /// <summary>Reads a batch into a pooled one that has one owner.</summary>
    /// <exception cref="InvalidDataException">The payload is inconsistent. A serializer's exceptions pass through.</exception>
    public abstract StreamElement Read(ReadOnlyMemory<byte> payload);
}
