using System.Reflection;

namespace Millrace.Runtime.Serialization;

/// <summary>A part of an object's state: a field, under its public name.</summary>
/// <param name="Name">The property's name where the field is behind one, otherwise the field's.</param>
/// <param name="Field">The field that holds the value.</param>
/// <param name="Property">The field's property, if any.</param>
internal sealed record ObjectMember(string Name, FieldInfo Field, PropertyInfo? Property)
{
    /// <summary>The type of its values.</summary>
    public Type Type => Field.FieldType;

    /// <summary>The property or field to assign; null if only a constructor sets it.</summary>
    public MemberInfo? Target => !Field.IsInitOnly ? Field : Property?.GetSetMethod(nonPublic: true) is null ? null : Property;

    /// <summary>Returns the attribute on the property, the field or the constructor parameter that sets it.</summary>
    public TAttribute? Find<TAttribute>() where TAttribute : Attribute =>
        Property?.GetCustomAttribute<TAttribute>() ?? Field.GetCustomAttribute<TAttribute>() ?? OfParameter<TAttribute>();

    /// <summary>Whether a constructor parameter sets it: the types are equal, and the names except for case.</summary>
    public bool IsSetBy(ParameterInfo parameter) =>
        parameter.ParameterType == Type && parameter.Name is { } name && Matches(name, Name);

    /// <summary>Whether two names differ only in case or in a field's prefix.</summary>
    public static bool Matches(string a, string b) => Trim(a).Equals(Trim(b), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Trim(string name) =>
        name.StartsWith("m_", StringComparison.Ordinal) ? name.AsSpan(2) : name.AsSpan().TrimStart('_');

    private TAttribute? OfParameter<TAttribute>() where TAttribute : Attribute =>
        Field.DeclaringType!.GetConstructors(ObjectShape.Any).SelectMany(constructor => constructor.GetParameters())
            .Where(IsSetBy).Select(parameter => parameter.GetCustomAttribute<TAttribute>()).FirstOrDefault(found => found is not null);
}
