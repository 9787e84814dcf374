using System.Globalization;
using System.Text;

namespace Millrace.Core.Schemas;

/// <summary>Writes the text of a schema. <see cref="SchemaParser"/> defines the grammar.</summary>
internal static class SchemaText
{
    /// <summary>The characters that end an unquoted name.</summary>
    public const string Delimiters = "(){},:|=\"? \t\r\n";

    public static string Of(Schema schema) => schema.Kind switch
    {
        SchemaKind.Primitive => Name(schema.Name),
        SchemaKind.Nullable => $"{schema.Arguments[0]}?",
        SchemaKind.Enum => Enum(schema),
        SchemaKind.Custom => $"custom({Name(schema.Name)},{Name(schema.Format)}{Former(schema.FormerFormats)})",
        SchemaKind.Object => Object(schema),
        _ => $"{schema.Name}({string.Join(',', schema.Arguments)})",
    };

    private static string Enum(Schema schema)
    {
        var text = new StringBuilder("enum(").Append(Name(schema.Name)).Append(',').Append(schema.Arguments[0]);
        foreach (var constant in schema.Constants)
            text.Append(CultureInfo.InvariantCulture, $",{Name(constant.Name)}={constant.Value}");
        return text.Append(')').ToString();
    }

    private static string Object(Schema schema)
    {
        var text = new StringBuilder(Name(schema.Name)).Append('{');
        for (var i = 0; i < schema.Members.Count; i++)
        {
            var member = schema.Members[i];
            text.Append(i == 0 ? "" : ",").Append(Name(member.Name));
            text.Append(member.FormerNames is { Count: 0 } ? "|" : Former(member.FormerNames ?? []));
            text.Append(':').Append(member.Type);
        }

        return text.Append('}').ToString();
    }

    private static string Former(IEnumerable<string> names) => string.Concat(names.Select(name => $"|{Name(name)}"));

    private static string Name(string name) => name.Length > 0 && name.AsSpan().IndexOfAny(Delimiters) < 0
        ? name
        : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
