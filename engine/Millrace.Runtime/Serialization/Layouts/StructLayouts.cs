using System.Reflection;
using Millrace.Core.Graph;

namespace Millrace.Runtime.Serialization;

/// <summary>The layouts of structs whose parts have one.</summary>
internal static class StructLayouts
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Returns the layout of an object at an offset; null where a part has none, or a field is not a member and would be missed.</summary>
    public static RawLayout? OfObject<T>(ObjectPlan plan, int offset)
    {
        if (plan.Shape.Members.Count != typeof(T).GetFields(Fields).Length) return null;
        var parts = new List<RawLayout>();
        for (var i = 0; i < plan.Shape.Members.Count; i++)
        {
            if (plan.Writers[i].LayoutAt(offset + FieldOffsets.Of<T>(plan.Shape.Members[i].Field)) is not { } part) return null;
            parts.Add(part);
        }

        return new RawLayout(RawLayout.Object, offset, parts);
    }

    /// <summary>Returns the layout of a nullable at an offset; null where its value has none.</summary>
    public static RawLayout? OfNullable<T>(TypeSerializer<T> inner, int offset) where T : struct
    {
        var value = offset + FieldOffsets.Of<T?>(typeof(T?).GetField("value", Fields)!);
        var flag = offset + FieldOffsets.Of<T?>(typeof(T?).GetField("hasValue", Fields)!);
        return inner.LayoutAt(value) is { } part ? new RawLayout(RawLayout.Nullable, offset, [new RawLayout("bool", flag, []), part]) : null;
    }
}
