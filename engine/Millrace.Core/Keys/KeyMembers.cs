using System.Reflection;

namespace Millrace.Core.Keys;

/// <summary>The members that make up a record or tuple, and how to create one from them.</summary>
internal sealed record KeyMembers(ConstructorInfo? Constructor, IReadOnlyList<MemberInfo> FromConstructor, IReadOnlyList<MemberInfo> FromSetters)
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public IEnumerable<MemberInfo> All => FromConstructor.Concat(FromSetters);

    public static Type TypeOf(MemberInfo member) => member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;

    public static bool IsTuple(Type type) => type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    /// <summary>Returns the previous names of a member, from an attribute on it or on the parameter that sets it; null if there is none.</summary>
    public IReadOnlyList<string>? FormerNamesOf(MemberInfo member) =>
        (member.GetCustomAttribute<FormerNameAttribute>()
            ?? Constructor?.GetParameters().FirstOrDefault(p => p.Name == member.Name)?.GetCustomAttribute<FormerNameAttribute>())?.Names;

    /// <summary>Returns the members of <paramref name="type"/>; null if it is neither a tuple nor a record.</summary>
    public static KeyMembers? Of(Type type)
    {
        if (IsTuple(type))
            return new KeyMembers(type.GetConstructors().Single(c => c.GetParameters().Length == type.GetGenericArguments().Length), [.. type.GetFields()], []);
        if (!IsRecord(type)) return null;
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0).ToList();
        var constructor = type.GetConstructors(Instance)
            .Where(c => c.GetParameters().All(p => properties.Exists(m => m.Name == p.Name && m.PropertyType == p.ParameterType)))
            .MaxBy(c => c.GetParameters().Length);
        if (constructor is null && !type.IsValueType) return null;
        var positional = (constructor?.GetParameters() ?? []).Select(p => properties.Single(m => m.Name == p.Name)).ToList<MemberInfo>();
        var settable = properties.Where(p => p.SetMethod is not null && !positional.Contains(p)).OrderBy(p => p.Name, StringComparer.Ordinal);
        return new KeyMembers(constructor, positional, [.. settable]);
    }

    private static bool IsRecord(Type type) =>
        !type.IsAbstract && (type.GetMethod("<Clone>$") is not null
            || (type.IsValueType && !type.IsPrimitive && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null));
}
