using Millrace.Core.Graph;
using Millrace.Core.Schemas;
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

    /// <summary>Creates what stores records in flight on the edge.</summary>
    /// <param name="op">The operator that they are sent to.</param>
    /// <param name="input">The index among its inputs.</param>
    /// <param name="limits">The maximum sizes of frames and records.</param>
    /// <param name="route">The producing and the consuming operator, for failure messages.</param>
    public InFlightEdge CreateStore(OperatorId op, int input, FrameLimits limits, string route) => new StoredEdge(op, input, CreateWriter(limits, route));

    /// <summary>Creates a reader of batches that a checkpoint has in flight.</summary>
    /// <param name="written">The edge as it was.</param>
    /// <exception cref="InvalidOperationException">The schemas are incompatible.</exception>
    public abstract BatchReader CreateReader(OperatorInput written);

    private sealed class Visitor(SerializerCache serializers) : IStreamInputVisitor<BatchFormat>
    {
        public BatchFormat Visit<T>(StreamInput<T> input) => new Format<T>(serializers, serializers.For<T>(), input.PartitioningKind == "key");
    }

    private sealed class Format<T>(SerializerCache serializers, TypeSerializer<T> serializer, bool keyed) : BatchFormat
    {
        public override BatchWriter CreateWriter(FrameLimits limits, string route) => new BatchWriter<T>(serializer, keyed, limits, route);

        public override BatchReader CreateReader() => new BatchReader<T>(serializer, keyed);

        public override BatchReader CreateReader(OperatorInput written) =>
            new BatchReader<T>(serializers.ForWritten<T>(Schema.Parse(written.Schema)), written.Partitioning == "key", written.Layout);
    }
}
