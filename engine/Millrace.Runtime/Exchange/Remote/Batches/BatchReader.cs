using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>Reads batches, whatever the type of their records. One consumer's thread at a time.</summary>
internal abstract class BatchReader
{
    /// <summary>Whether keys go along.</summary>
    public abstract bool Keyed { get; }

    /// <summary>Reads a batch into a pooled one that has one owner.</summary>
    /// <exception cref="InvalidDataException">The payload does not fit itself. What a serializer throws comes through.</exception>
    public abstract StreamElement Read(ReadOnlyMemory<byte> payload);
}
