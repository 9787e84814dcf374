using System.Reflection;
using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace.Core.Planning.Ownership;

/// <summary>How to visit the objects of a type. It is found once per type, and unloaded with it.</summary>
internal sealed class DefinedType
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Other operators are visited by themselves.
    private static readonly Type[] s_unfollowed =
    [
        typeof(Type), typeof(MemberInfo), typeof(Assembly), typeof(Task), typeof(TimeProvider), typeof(Transformation), typeof(StreamInput), typeof(StreamEnvironment),
    ];

    private static readonly ConditionalWeakTable<Type, DefinedType> s_known = [];

    private DefinedType(Type type)
    {
        IsFollowed = CanLead(type) && !s_unfollowed.Any(other => other.IsAssignableFrom(type));
        IsPart = DerivesFromEngines(type);
        Fields = [.. Hierarchy(type).SelectMany(static t => t.GetFields(BindingFlags.Instance | Declared)).Where(static f => CanLead(f.FieldType)).Select(static f => new LeadingField(f))];
        StaticStates = IsPart
            ? [.. Hierarchy(type).TakeWhile(static t => !IsEngines(t)).SelectMany(static t => t.GetFields(BindingFlags.Static | Declared)).Where(static f => HoldsState(f.FieldType))]
            : [];
    }

    /// <summary>Whether its objects are visited.</summary>
    public bool IsFollowed { get; }

    /// <summary>Whether it derives from one of the engine's classes, as functions, triggers and aggregates do.</summary>
    public bool IsPart { get; }

    /// <summary>The fields through which its objects reach others, including those of its base classes.</summary>
    public IReadOnlyList<LeadingField> Fields { get; }

    /// <summary>The static fields of a part that are declared to hold state; reading others would run their initializers.</summary>
    public IReadOnlyList<FieldInfo> StaticStates { get; }

    public static DefinedType Of(object value) => s_known.GetValue(value.GetType(), static type => new DefinedType(type));

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType) yield return at;
    }

    private static bool DerivesFromEngines(Type type) => type.BaseType is { } above && (IsEngines(above) || DerivesFromEngines(above));

    private static bool IsEngines(Type type) => type.Assembly == typeof(StreamFunction).Assembly || type.Assembly.FullName?.StartsWith("Millrace.Operators,", StringComparison.Ordinal) == true;

    private static bool CanLead(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsFunctionPointer && !type.IsByRefLike && type != typeof(string) && type != typeof(decimal)
        && !(type.IsArray && !CanLead(type.GetElementType()!));

    private static bool HoldsState(Type type) =>
        StateDeclarations.IsState(type) || (type.HasElementType && HoldsState(type.GetElementType()!)) || type.GetGenericArguments().Any(HoldsState);
}
