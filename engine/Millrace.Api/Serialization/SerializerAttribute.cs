namespace Millrace;

/// <summary>
/// Gives a type, or one member, a format of the user's own. It wins over every other way of serializing it.
/// </summary>
/// <param name="serializer">
/// A class with a constructor without parameters that implements <see cref="ISerializer{T}"/> for the type; for a generic
/// type also an open generic class with the same parameters.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface
    | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = false)]
public sealed class SerializerAttribute(Type serializer) : Attribute
{
    /// <summary>The class that implements <see cref="ISerializer{T}"/>.</summary>
    public Type Serializer { get; } = serializer;
}
