using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Builds the serializer of a type and of everything it contains. The user's choice comes first, then the types that the engine
/// knows, then the members of an object.
/// </summary>
/// <param name="built">The cache's serializers; finished ones are added.</param>
/// <param name="root">The requested type.</param>
internal sealed class SerializerFactory(Dictionary<(Type, string), TypeSerializer> built, Type root)
{
    private readonly List<Type> _open = [];
    private TypePath _path = new(root);

    /// <summary>Returns the serializer of <paramref name="type"/> for data of <paramref name="written"/>, or of its current schema.</summary>
    public TypeSerializer Of(Type type, Schema? written = null)
    {
        if (!built.TryGetValue((type, ""), out var current))
            built.Add((type, ""), current = Create(type, null));
        if (written is null || written.Equals(current.Schema))
            return current;
        if (!built.TryGetValue((type, written.ToString()), out var former))
            built.Add((type, written.ToString()), former = Create(type, written));
        return former;
    }

    /// <summary>Returns the serializer of a part; a refusal names the part.</summary>
    public TypeSerializer Part(string name, Type type, Schema? written, SerializerAttribute? own = null)
    {
        var outer = _path;
        _path = outer.With(name);
        var serializer = own is null ? Of(type, written) : CustomSerializers.Own(own, type, written, _path);
        _path = outer;
        return serializer;
    }

    private TypeSerializer Create(Type type, Schema? written)
    {
        if (CustomSerializers.Find(type, written, _path) is { } custom)
            return custom;
        if (PrimitiveSerializers.Find(type) is { } primitive)
            return primitive;
        if (type.IsEnum)
            return New(typeof(EnumSerializer<,>), [type, Enum.GetUnderlyingType(type)], Of(Enum.GetUnderlyingType(type)));
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return New(typeof(NullableSerializer<>), [underlying], Of(underlying, written?.Arguments[0]));
        if (CollectionSerializers.Find(type, written, this) is { } collection)
            return collection;
        UnsupportedTypes.Refuse(type, _path);
        if (_open.Contains(type))
            throw _path.Refuse(type, $"is {TypeNames.Of(type)} again, and a type that contains itself has no fixed schema; "
                + "keep the parts as entries of their own, or give an ISerializer<T> with [Serializer] on the type");
        _open.Add(type);
        var serializer = Object(type, written is { Kind: SchemaKind.Nullable } ? written.Arguments[0] : written);
        _open.Remove(type);
        return serializer;
    }

    private TypeSerializer Object(Type type, Schema? written)
    {
        var shape = ObjectShape.Of(type, _path);
        var owns = shape.Members.Select(member => member.Find<SerializerAttribute>()).ToArray();
        var writers = shape.Members.Select((member, i) => Part($".{member.Name}", member.Type, null, owns[i])).ToArray();
        var schema = Schema.Object(TypeNames.Full(type), [.. shape.Members.Select((member, i) =>
            new SchemaMember(member.Name, writers[i].Schema, member.Find<FormerNameAttribute>()?.Names))]);
        var parts = written is null
            ? writers.Select((reader, i) => new ObjectPart(i, reader)).ToArray()
            : [.. SchemaCompatibility.MatchMembers(written, schema).Select((target, i) => target < 0
                ? new ObjectPart(-1, null)
                : new ObjectPart(target, Part($".{shape.Members[target].Name}", shape.Members[target].Type, written.Members[i].Type, owns[target])))];
        return New(
            typeof(ObjectSerializer<>), [type], type.IsValueType ? schema : Schema.Nullable(schema), new ObjectPlan(shape, writers, parts));
    }

    private static TypeSerializer New(Type definition, Type[] arguments, params object[] parts) =>
        (TypeSerializer)Activator.CreateInstance(definition.MakeGenericType(arguments), parts)!;
}
