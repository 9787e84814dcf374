using System.Reflection;
using System.Runtime.Serialization;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// The members and the constructor of a type. An object's state is its fields, of any accessibility: so nothing is lost, and nothing
/// computed is kept. They come base class first, in declaration order. Reading goes through a constructor, so that an added member
/// has its initializer's value.
/// </summary>
internal sealed class ObjectShape
{
    public const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private ObjectShape(Type type, List<ObjectMember> members, ConstructorInfo? constructor)
    {
        Type = type;
        Members = members;
        Constructor = constructor;
    }

    public Type Type { get; }

    public IReadOnlyList<ObjectMember> Members { get; }

    /// <summary>The constructor to call; null for a struct without one.</summary>
    public ConstructorInfo? Constructor { get; }

    /// <exception cref="UnsupportedTypeException">No constructor sets a member that only a constructor can set.</exception>
    public static ObjectShape Of(Type type, TypePath path)
    {
        var members = new List<ObjectMember>();
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
            members.InsertRange(0, OfLevel(level, members));
        return new ObjectShape(type, members, ChooseConstructor(type, members, path));
    }

    /// <summary>Returns the index of the member that <paramref name="parameter"/> sets, or -1.</summary>
    public int MemberOf(ParameterInfo parameter)
    {
        for (var i = 0; i < Members.Count; i++)
        {
            if (Members[i].IsSetBy(parameter))
                return i;
        }

        return -1;
    }

    private static List<ObjectMember> OfLevel(Type level, List<ObjectMember> derived)
    {
        var properties = level.GetProperties(Any);
        var members = new List<ObjectMember>();
        foreach (var field in level.GetFields(Any).OrderBy(field => field.MetadataToken))
        {
            var name = GivenName(field);
            var property = properties.FirstOrDefault(property => property.PropertyType == field.FieldType && property.Name == name)
                ?? properties.FirstOrDefault(property => property.PropertyType == field.FieldType && ObjectMember.Matches(property.Name, name));
            if (IsLeftOut(field, property))
                continue;
            name = property?.Name ?? name;
            var taken = derived.Concat(members).Any(member => member.Name == name);
            members.Add(new ObjectMember(taken ? $"{level.Name}.{field.Name}" : name, field, property));
        }

        return members;
    }

    private static ConstructorInfo? ChooseConstructor(Type type, List<ObjectMember> members, TypePath path)
    {
        var constructors = type.GetConstructors(Any);
        if (type.IsValueType && members.TrueForAll(member => member.Target is not null)
            && !constructors.Any(constructor => constructor.GetParameters().Length == 0))
            return null;
        var chosen = constructors.Where(constructor => IsUsable(constructor, type, members))
            .OrderBy(constructor => constructor.GetParameters().Length).ThenBy(constructor => constructor.MetadataToken).FirstOrDefault();
        if (chosen is not null)
            return chosen;

        var unset = members.Find(member => member.Target is null
            && !constructors.Any(constructor => constructor.GetParameters().Any(member.IsSetBy)));
        throw unset is null
            ? path.Refuse(type, $"has no usable constructor: one without parameters, or one whose parameters have the names and types of "
                + $"members and that sets {Names(members.Where(member => member.Target is null), "all that is read-only")}; {TypePath.Advice}")
            : path.With($".{unset.Name}").Refuse(unset.Type,
                $"is read-only and no constructor of {TypeNames.Of(type)} sets it by a parameter of its name and type, so it could not be read back; "
                + "add a setter (init will do) or the parameter, or leave it out with [IgnoreDataMember]");
    }

    /// <summary>Whether each parameter is known, and every member is set that only a constructor can set.</summary>
    private static bool IsUsable(ConstructorInfo constructor, Type type, List<ObjectMember> members)
    {
        var parameters = constructor.GetParameters();
        return parameters.All(parameter => members.Exists(member => member.IsSetBy(parameter)) || parameter.HasDefaultValue || SetsLeftOut(parameter, type))
            && members.TrueForAll(member => member.Target is not null || parameters.Any(member.IsSetBy));
    }

    private static bool SetsLeftOut(ParameterInfo parameter, Type type) => type.GetProperties(Any).Any(property =>
        property.PropertyType == parameter.ParameterType && ObjectMember.Matches(property.Name, parameter.Name ?? "")
        && property.IsDefined(typeof(IgnoreDataMemberAttribute)));

    private static bool IsLeftOut(FieldInfo field, PropertyInfo? property) =>
        field.IsDefined(typeof(NonSerializedAttribute)) || field.IsDefined(typeof(IgnoreDataMemberAttribute))
        || (property?.IsDefined(typeof(IgnoreDataMemberAttribute)) ?? false);

    /// <summary>A compiler-generated field is named after its property or parameter: <c>&lt;Name&gt;k__BackingField</c>.</summary>
    private static string GivenName(FieldInfo field)
    {
        var end = field.Name.IndexOf('>', StringComparison.Ordinal);
        return field.Name.StartsWith('<') && end > 1 ? field.Name[1..end] : field.Name;
    }

    private static string Names(IEnumerable<ObjectMember> members, string otherwise)
    {
        var names = string.Join(", ", members.Select(member => member.Name));
        return names.Length > 0 ? names : otherwise;
    }
}
