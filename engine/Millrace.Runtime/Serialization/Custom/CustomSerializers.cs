using System.Reflection;
using MessagePack;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>Finds the format that a user chose for a type or a member.</summary>
internal static class CustomSerializers
{
    /// <summary>Returns the serializer of an annotated type; null if it is not annotated.</summary>
    public static TypeSerializer? Find(Type type, Schema? written, TypePath path)
    {
        if (type.GetCustomAttribute<SerializerAttribute>(inherit: false) is { } attribute)
            return Own(attribute, type, written, path);
        return type.IsDefined(typeof(MessagePackObjectAttribute), inherit: false) || type.IsDefined(typeof(UnionAttribute), inherit: false)
            ? Annotated(type, path)
            : null;
    }

    /// <summary>Returns the serializer that an attribute names.</summary>
    public static TypeSerializer Own(SerializerAttribute attribute, Type type, Schema? written, TypePath path)
    {
        var chosen = attribute.Serializer;
        if (chosen.IsGenericTypeDefinition && type.IsGenericType && chosen.GetGenericArguments().Length == type.GetGenericArguments().Length)
            chosen = chosen.MakeGenericType(type.GetGenericArguments());
        var value = Nullable.GetUnderlyingType(type) is { } underlying && Serves(chosen, underlying) ? underlying : type;
        if (!Serves(chosen, value))
            throw path.Refuse(type, $"has [Serializer(typeof({TypeNames.Of(chosen)}))], which does not implement ISerializer<{TypeNames.Of(type)}>; implement it");
        if (chosen.IsAbstract || chosen.GetConstructor(ObjectShape.Any, []) is not { } constructor)
            throw path.Refuse(type, $"has [Serializer(typeof({TypeNames.Of(chosen)}))], which has no parameterless constructor; add one");

        var data = written?.Kind == SchemaKind.Nullable ? written.Arguments[0] : written;
        var own = Activator.CreateInstance(typeof(OwnSerializer<>).MakeGenericType(value), constructor.Invoke(null), data)!;
        return (TypeSerializer)(value == type ? own : Activator.CreateInstance(typeof(NullableSerializer<>).MakeGenericType(value), own)!);
    }

    private static bool Serves(Type serializer, Type value) => typeof(ISerializer<>).MakeGenericType(value).IsAssignableFrom(serializer);

    private static TypeSerializer Annotated(Type type, TypePath path)
    {
        try
        {
            return (TypeSerializer)Activator.CreateInstance(typeof(MessagePackObjectSerializer<>).MakeGenericType(type))!;
        }
        catch (TargetInvocationException e)
        {
            var cause = e.GetBaseException();
            throw path.Refuse(type, $"is annotated for MessagePack, which does not accept it ({cause.Message.TrimEnd('.')}); correct or remove its attributes");
        }
    }
}
