using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>Reads data of an earlier schema. Writing would mix two formats in one place, so it is refused.</summary>
internal sealed class WrittenReader<T>(Schema written, TypeSerializer<T> inner) : TypeSerializer<T>(written)
{
    public override void Write(ref MessagePackWriter writer, T value) => throw new InvalidOperationException(
        $"This serializer reads data of the earlier schema {Schema}; write with SerializerCache.For<{TypeNames.Of(typeof(T))}>().");

    public override T Read(ref MessagePackReader reader) => inner.Read(ref reader);
}
