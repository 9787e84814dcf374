using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// The serializers of one artifact: each type is compiled once. It lives with the artifact's load context and is never
/// static, so a job that is gone takes its types along. Safe for use by several threads.
/// </summary>
public sealed class SerializerCache
{
    /// <summary>The serializer of a type.</summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    public TypeSerializer<T> For<T>() => throw new NotImplementedException();

    /// <summary>A serializer that keeps values in a user's own format.</summary>
    public TypeSerializer<T> For<T>(ISerializer<T> own) => throw new NotImplementedException();

    /// <summary>
    /// Reads data that was written under an earlier schema, as <see cref="SchemaCompatibility"/> says: a member that was added
    /// since has the value of its initializer, or the default of its type. It does not write.
    /// </summary>
    /// <exception cref="UnsupportedTypeException">The type, or a member, cannot be serialized.</exception>
    /// <exception cref="InvalidOperationException">The schemas do not fit; the message has all reasons.</exception>
    public TypeSerializer<T> ForWritten<T>(Schema written) => throw new NotImplementedException();
}
