using System.Reflection;
using System.Runtime.CompilerServices;

namespace Millrace.Core.Planning.Ownership;

/// <summary>The way to an object as a user would write it.</summary>
internal static class FieldPath
{
    /// <summary>The way from an object to one of its fields.</summary>
    /// <param name="path">The way to the object.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">What is in it.</param>
    public static string Join(string path, FieldInfo field, object? value)
    {
        if (value is StreamFunction) return value.GetType().Name;
        // What a list is made of inside is nothing that a user wrote; what a lambda captures is its variables.
        if (field.DeclaringType!.Assembly == typeof(object).Assembly) return path;
        if (field.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute))) return $"the captured variable {NameOf(field)}";
        return path.Length == 0 ? NameOf(field) : $"{path}.{NameOf(field)}";
    }

    /// <summary>The name of a field, or of the property or parameter for which the compiler made it.</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.EndsWith("__this", StringComparison.Ordinal)) return "this";
        return name[0] == '<' && name.IndexOf('>') is > 1 and var end ? name[1..end] : name;
    }
}
