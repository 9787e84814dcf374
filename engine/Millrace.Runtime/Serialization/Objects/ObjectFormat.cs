using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>Checks of objects and collections, called by compiled code.</summary>
internal static class ObjectFormat
{
    /// <summary>Reads the header of an object and refuses a member count that differs from the schema's.</summary>
    public static void ReadHeader(ref MessagePackReader reader, int members)
    {
        var count = reader.ReadArrayHeader();
        if (count != members)
            throw new MessagePackSerializationException($"There are {count} members where the schema has {members}.");
    }

    /// <summary>Refuses an instance of a derived type, whose own members would be lost.</summary>
    public static void RequireExactly<T>(T value) where T : class
    {
        if (value.GetType() != typeof(T))
            throw new NotSupportedException(
                $"A {TypeNames.Of(value.GetType())} cannot be kept in state or sent where {TypeNames.Of(typeof(T))} is declared: "
                + $"it would come back as a {TypeNames.Of(typeof(T))}. Declare the type that is used, or give it an ISerializer<T> with [Serializer].");
    }

    /// <summary>Refuses a comparer, because the collection would come back with the usual one.</summary>
    public static void RequireUsual<T>(IEqualityComparer<T> comparer)
    {
        if (!ReferenceEquals(comparer, EqualityComparer<T>.Default) && !ReferenceEquals(comparer, StringComparer.Ordinal))
            throw new NotSupportedException(
                $"A collection of {TypeNames.Of(typeof(T))} with the comparer {TypeNames.Of(comparer.GetType())} cannot be kept in state or sent: "
                + "it would come back with the default one. Normalize the keys, or give the member an ISerializer<T> with [Serializer].");
    }
}
