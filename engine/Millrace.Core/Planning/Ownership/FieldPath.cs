using System.Reflection;

namespace Millrace.Core.Planning.Ownership;

/// <summary>The path to an object, as a user would write it. It becomes text only for a message, because most paths lead to nothing wrong.</summary>
internal sealed class FieldPath
{
    /// <summary>The path to an operator's own definition.</summary>
    public static readonly FieldPath Start = new("");

    private readonly FieldPath? _before;
    private readonly string _name;
    private readonly int _index = -1;

    /// <param name="start">The text that the path begins with.</param>
    public FieldPath(string start) => _name = start;

    private FieldPath(FieldPath before, string name) => (_before, _name) = (before, name);

    private FieldPath(FieldPath before, int index) => (_before, _name, _index) = (before, "", index);

    /// <summary>Returns the path from an object to one of its fields.</summary>
    public FieldPath To(LeadingField field, object value)
    {
        if (value is StreamFunction) return new FieldPath(value.GetType().Name);
        return field.IsUnnamed ? this : field.Start ?? new FieldPath(this, field.Name);
    }

    /// <summary>Returns the path from an array to one of its elements.</summary>
    public FieldPath At(int index) => new(this, index);

    /// <summary>The name of a field, or of the property or parameter for which the compiler made it.</summary>
    public static string NameOf(FieldInfo field)
    {
        var name = field.Name;
        if (name.EndsWith("__this", StringComparison.Ordinal)) return "this";
        return name[0] == '<' && name.IndexOf('>') is > 1 and var end ? name[1..end] : name;
    }

    public override string ToString()
    {
        if (_index >= 0) return $"{_before}[{_index}]";
        return _before?.ToString() is { Length: > 0 } before ? $"{before}.{_name}" : _name;
    }
}
