using System.Text.Json.Serialization;

namespace Millrace.Core.Schemas;

/// <summary>
/// Describes serialized data: names, types and order, written once per state in the manifest. A schema is its text, such as
/// <c>Shop.Order{Id:int64,Lines:list(Shop.Line{Sku:string})}?</c>: two schemas are equal if their texts are.
/// </summary>
[JsonConverter(typeof(SchemaJsonConverter))]
public sealed class Schema : IEquatable<Schema>
{
    private readonly string _text;

    private Schema(SchemaKind kind, string name)
    {
        Kind = kind;
        Name = name;
        _text = "";
    }

    private Schema(Schema parts)
    {
        Kind = parts.Kind;
        Name = parts.Name;
        Arguments = parts.Arguments;
        Members = parts.Members;
        Constants = parts.Constants;
        Format = parts.Format;
        FormerFormats = parts.FormerFormats;
        _text = SchemaText.Of(parts);
    }

    /// <summary>The shape.</summary>
    public SchemaKind Kind { get; }

    /// <summary>The primitive's name, or the name of the type (for display only: objects match by members).</summary>
    public string Name { get; }

    /// <summary>The element; key and value; the nullable value; the integer type of an enum.</summary>
    public IReadOnlyList<Schema> Arguments { get; private init; } = [];

    /// <summary>The members of an object, in the order of the data.</summary>
    public IReadOnlyList<SchemaMember> Members { get; private init; } = [];

    /// <summary>The constants of an enum, by value.</summary>
    public IReadOnlyList<SchemaConstant> Constants { get; private init; } = [];

    /// <summary>The name of a custom serializer's format.</summary>
    public string Format { get; private init; } = "";

    /// <summary>Formats that a custom serializer can also read.</summary>
    public IReadOnlyList<string> FormerFormats { get; private init; } = [];

    /// <summary>Creates the schema of a value without parts.</summary>
    public static Schema Primitive(string name) => new(new Schema(SchemaKind.Primitive, name));

    /// <summary>Creates the schema of a value that may be absent.</summary>
    public static Schema Nullable(Schema value) => new(new Schema(SchemaKind.Nullable, value.Name) { Arguments = [value] });

    /// <summary>Creates the schema of a list, with elements in order.</summary>
    public static Schema List(Schema element) => new(new Schema(SchemaKind.List, "list") { Arguments = [element] });

    /// <summary>Creates the schema of a set of distinct elements.</summary>
    public static Schema Set(Schema element) => new(new Schema(SchemaKind.Set, "set") { Arguments = [element] });

    /// <summary>Creates the schema of a map.</summary>
    public static Schema Map(Schema key, Schema value) => new(new Schema(SchemaKind.Map, "map") { Arguments = [key, value] });

    /// <summary>Creates the schema of an object, with its members in the order of the data.</summary>
    public static Schema Object(string name, IReadOnlyList<SchemaMember> members) =>
        new(new Schema(SchemaKind.Object, name) { Members = members });

    /// <summary>Creates the schema of an enum: named constants of an integer type.</summary>
    public static Schema Enum(string name, Schema integer, IReadOnlyList<SchemaConstant> constants) =>
        new(new Schema(SchemaKind.Enum, name) { Arguments = [integer], Constants = constants });

    /// <summary>Creates the schema of a user-defined format, with those that it also reads.</summary>
    public static Schema Custom(string name, string format, IReadOnlyList<string> formerFormats) =>
        new(new Schema(SchemaKind.Custom, name) { Format = format, FormerFormats = formerFormats });

    /// <summary>Parses the text of a schema.</summary>
    /// <exception cref="FormatException">The text is not that of a schema.</exception>
    public static Schema Parse(string text) => new SchemaParser(text).Parse();

    /// <inheritdoc/>
    public bool Equals(Schema? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the text, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;
}
