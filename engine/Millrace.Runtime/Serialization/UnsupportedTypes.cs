using System.Runtime.CompilerServices;

namespace Millrace.Runtime.Serialization;

/// <summary>Refuses types without a schema that a restore could rely on.</summary>
internal static class UnsupportedTypes
{
    /// <exception cref="UnsupportedTypeException">The type is not a user's class or struct with known members.</exception>
    public static void Refuse(Type type, TypePath path)
    {
        if (Reason(type) is { } reason)
            throw path.Refuse(type, $"is {reason}; {TypePath.Advice}");
    }

    private static string? Reason(Type type)
    {
        var name = TypeNames.Of(type);
        if (type == typeof(object))
            return "object, which does not say what its values are";
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRefLike || type.IsByRef)
            return $"{name}, which points into memory";
        if (typeof(Delegate).IsAssignableFrom(type))
            return $"the delegate {name}, which is code";
        if (typeof(Stream).IsAssignableFrom(type) || typeof(Task).IsAssignableFrom(type))
            return $"{name}, which is a resource of this process";
        if (type.IsArray)
            return $"{name}, an array of several dimensions";
        if (type.IsInterface)
            return $"the interface {name}, which does not say what its values are";
        if (type.IsAbstract)
            return $"the abstract class {name}, which does not say what its values are";
        if (type.IsDefined(typeof(InlineArrayAttribute), false) || type.IsDefined(typeof(UnsafeValueTypeAttribute), false))
            return $"{name}, an inline buffer";
        return IsOfFramework(type) && !IsTuple(type) ? $"{name}, a type of the framework whose fields may change with its version" : null;
    }

    private static bool IsTuple(Type type) => type == typeof(ValueTuple) || (type.IsGenericType
        && (typeof(ITuple).IsAssignableFrom(type) || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)));

    private static bool IsOfFramework(Type type) =>
        type.Assembly.GetName().Name is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "mscorlib");
}
