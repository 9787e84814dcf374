using Millrace.Runtime.Serialization;
using Millrace.Transformations;

namespace Millrace.Runtime.Exchange.Remote;

/// <summary>How the batches of an edge are written and read.</summary>
internal abstract class BatchFormat
{
    /// <param name="edge">The edge as defined.</param>
    /// <param name="serializers">The artifact's serializers.</param>
    /// <exception cref="UnsupportedTypeException">The records cannot be serialized.</exception>
    public static BatchFormat Of(StreamInput edge, SerializerCache serializers) => edge.Accept(new Visitor(serializers));

    /// <inheritdoc cref="BatchWriter{T}"/>
    public abstract BatchWriter CreateWriter(FrameLimits limits, string route);

    /// <inheritdoc cref="BatchReader{T}"/>
    public abstract BatchReader CreateReader();

    private sealed class Visitor(SerializerCache serializers) : IStreamInputVisitor<BatchFormat>
    {
        public BatchFormat Visit<T>(StreamInput<T> input) => new Format<T>(serializers.For<T>(), input.PartitioningKind == "key");
    }

    private sealed class Format<T>(TypeSerializer<T> serializer, bool keyed) : BatchFormat
    {
        public override BatchWriter CreateWriter(FrameLimits limits, string route) => new BatchWriter<T>(serializer, keyed, limits, route);

        public override BatchReader CreateReader() => new BatchReader<T>(serializer, keyed);
    }
}
