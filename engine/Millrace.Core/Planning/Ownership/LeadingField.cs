using System.Reflection;
using System.Runtime.CompilerServices;

namespace Millrace.Core.Planning.Ownership;

/// <summary>A field that may hold other objects, and its name on the path to them.</summary>
internal sealed class LeadingField
{
    private readonly FieldInfo _field;

    public LeadingField(FieldInfo field)
    {
        (_field, Name) = (field, FieldPath.NameOf(field));
        // What a list is made of inside is nothing that a user wrote; what a lambda captures is its variables.
        IsUnnamed = field.DeclaringType!.Assembly == typeof(object).Assembly;
        if (field.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute))) Start = new FieldPath($"the captured variable {Name}");
    }

    public string Name { get; }

    /// <summary>Whether the path leaves it out.</summary>
    public bool IsUnnamed { get; }

    /// <summary>The path, if it begins with this field.</summary>
    public FieldPath? Start { get; }

    public object? ValueIn(object owner) => _field.GetValue(owner);
}
