using System.Reflection;
using System.Runtime.CompilerServices;

namespace Millrace.Core.Planning.Ownership;

/// <summary>The path to an object, as a user would write it.</summary>
internal static class FieldPath
{
    /// <summary>Returns the path from an object to one of its fields.</summary>
    /// <param name="path">The path to the object.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The value of the field.</param>
    public static string Join(string path, FieldInfo field, object? value)
    {
        if (value is StreamFunction) return value.GetType().Name;
        // The internals of a list are not something that a user wrote; the fields of a closure are its variables.
        if (field.DeclaringType!.Assembly == typeof(object).Assembly) return path;
        if (field.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute))) return $"the captured variable {NameOf(field)}";
        return path.Length == 0 ? NameOf(field) : $"{path}.{NameOf(field)}";
    }

    /// <summary>Returns the name of a field, or of the property or parameter that the compiler created it for.</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.EndsWith("__this", StringComparison.Ordinal)) return "this";
        return name[0] == '<' && name.IndexOf('>') is > 1 and var end ? name[1..end] : name;
    }
}
