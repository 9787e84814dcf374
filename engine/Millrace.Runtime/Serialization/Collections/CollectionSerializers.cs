using System.Collections.Frozen;
using System.Collections.Immutable;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>Finds the serializer of a collection by its generic type.</summary>
internal static class CollectionSerializers
{
    private static readonly FrozenDictionary<Type, Type> Direct = new Dictionary<Type, Type>
    {
        [typeof(List<>)] = typeof(ListSerializer<>),
        [typeof(HashSet<>)] = typeof(HashSetSerializer<>),
        [typeof(Dictionary<,>)] = typeof(DictionarySerializer<,>),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, (Type Usual, string Convert, string Restore)> Converted =
        new Dictionary<Type, (Type, string, string)>
        {
            [typeof(IEnumerable<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.SameList)),
            [typeof(ICollection<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.SameList)),
            [typeof(IList<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.SameList)),
            [typeof(IReadOnlyCollection<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.SameList)),
            [typeof(IReadOnlyList<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.SameList)),
            [typeof(Queue<>)] = (typeof(List<>), nameof(Conversions.ToList), nameof(Conversions.ToQueue)),
            [typeof(ISet<>)] = (typeof(HashSet<>), nameof(Conversions.ToSet), nameof(Conversions.SameSet)),
            [typeof(IReadOnlySet<>)] = (typeof(HashSet<>), nameof(Conversions.ToSet), nameof(Conversions.SameSet)),
            [typeof(IDictionary<,>)] = (typeof(Dictionary<,>), nameof(Conversions.ToDictionary), nameof(Conversions.SameDictionary)),
            [typeof(IReadOnlyDictionary<,>)] = (typeof(Dictionary<,>), nameof(Conversions.ToDictionary), nameof(Conversions.SameDictionary)),
        }.ToFrozenDictionary();

    /// <summary>Finds the serializer of <paramref name="type"/> for data of <paramref name="written"/>; null if it is no known collection.</summary>
    public static TypeSerializer? Find(Type type, Schema? written, SerializerFactory factory)
    {
        if (type.IsSZArray)
            return New(typeof(ArraySerializer<>), [type.GetElementType()!], Parts(["[]"], [type.GetElementType()!], written, factory));
        if (!type.IsGenericType)
            return null;
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GetGenericArguments();
        if (Direct.TryGetValue(definition, out var direct))
            return New(direct, arguments, Parts(arguments.Length == 2 ? ["[key]", "[value]"] : ["[]"], arguments, written, factory));
        if (definition == typeof(ImmutableArray<>))
            return Convert(type, arguments[0].MakeArrayType(), nameof(Conversions.ToArray), nameof(Conversions.ToImmutableArray));
        if (Converted.TryGetValue(definition, out var plan))
            return Convert(type, plan.Usual.MakeGenericType(arguments), plan.Convert, plan.Restore);
        return null;

        TypeSerializer Convert(Type declared, Type usual, string convert, string restore) => New(
            typeof(ConvertingSerializer<,>),
            [declared, usual],
            [factory.Of(usual, written), Bind(convert, declared, usual), Bind(restore, usual, declared)]);

        Delegate Bind(string method, Type from, Type to) => typeof(Conversions).GetMethod(method)!.MakeGenericMethod(arguments)
            .CreateDelegate(typeof(Func<,>).MakeGenericType(from, to));
    }

    private static object[] Parts(string[] names, Type[] types, Schema? written, SerializerFactory factory)
    {
        var parts = new object[types.Length];
        for (var i = 0; i < types.Length; i++)
            parts[i] = factory.Part(names[i], types[i], written?.Arguments[i]);
        return parts;
    }

    private static TypeSerializer New(Type definition, Type[] arguments, object[] parts) =>
        (TypeSerializer)Activator.CreateInstance(definition.MakeGenericType(arguments), parts)!;
}
