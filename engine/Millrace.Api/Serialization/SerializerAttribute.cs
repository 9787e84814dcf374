namespace Millrace;

/// <summary>Gives a type, or a single member, a user-defined format, which takes precedence over every other serializer.</summary>
/// <param name="serializer">
/// A class with a parameterless constructor that implements <see cref="ISerializer{T}"/> for the type; for a generic type, it may also be an open
/// generic class with the same type parameters.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface
    | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class SerializerAttribute(Type serializer) : Attribute
{
    /// <summary>The class that implements <see cref="ISerializer{T}"/>.</summary>
    public Type Serializer { get; } = serializer;
}
