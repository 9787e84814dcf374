using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// The serializers of one artifact: each type is compiled once. It lives with the artifact's load context and is never
/// static, so a job that is gone takes its types along. Safe for use by several threads.
/// </summary>
public sealed class SerializerCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Type, string), TypeSerializer> _built = [];

    /// <summary>The serializer of a type.</summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    public TypeSerializer<T> For<T>()
    {
        lock (_gate)
            return (TypeSerializer<T>)new SerializerFactory(_built, typeof(T)).Of(typeof(T));
    }

    /// <summary>A serializer that keeps values in a user's own format.</summary>
    public TypeSerializer<T> For<T>(ISerializer<T> own) => new OwnSerializer<T>(own, null);

    /// <summary>
    /// Reads data that was written under an earlier schema, as <see cref="SchemaCompatibility"/> says: a member that was added
    /// since has the value of its initializer, or the default of its type. It does not write.
    /// </summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    /// <exception cref="InvalidOperationException">The schemas do not fit; the message has all reasons.</exception>
    public TypeSerializer<T> ForWritten<T>(Schema written)
    {
        var current = For<T>();
        if (written.Equals(current.Schema))
            return current;
        Require(written, current.Schema);
        lock (_gate)
            return new WrittenReader<T>(written, (TypeSerializer<T>)new SerializerFactory(_built, typeof(T)).Of(typeof(T), written));
    }

    /// <summary>Reads data that was written before under an earlier schema, in a user's own format now.</summary>
    /// <exception cref="InvalidOperationException">The format does not read the data.</exception>
    public TypeSerializer<T> ForWritten<T>(Schema written, ISerializer<T> own)
    {
        var current = For(own);
        if (written.Equals(current.Schema))
            return current;
        Require(written, current.Schema);
        return new WrittenReader<T>(
            written, new OwnSerializer<T>(own, written.Kind == SchemaKind.Nullable ? written.Arguments[0] : written));
    }

    private static void Require(Schema written, Schema current)
    {
        var mismatches = SchemaCompatibility.Check(written, current);
        if (mismatches.Count > 0)
            throw new InvalidOperationException($"The data does not fit the type: {string.Join(" ", mismatches)}");
    }
}
