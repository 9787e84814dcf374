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

    /// <summary>The primitive's name, or the name of the type (which is for people: objects match by members).</summary>
    public string Name { get; }

    /// <summary>The element; key and value; what is nullable; the integer type of an enum.</summary>
    public IReadOnlyList<Schema> Arguments { get; private init; } = [];

    /// <summary>The members of an object, in the order of the data.</summary>
    public IReadOnlyList<SchemaMember> Members { get; private init; } = [];

    /// <summary>The constants of an enum, by value.</summary>
    public IReadOnlyList<SchemaConstant> Constants { get; private init; } = [];

    /// <summary>What a user's own serializer calls its format.</summary>
    public string Format { get; private init; } = "";

    /// <summary>Formats that a user's own serializer also reads.</summary>
    public IReadOnlyList<string> FormerFormats { get; private init; } = [];

    /// <summary>A value without parts.</summary>
    public static Schema Primitive(string name) => new(new Schema(SchemaKind.Primitive, name));

    /// <summary>A value that may be absent.</summary>
    public static Schema Nullable(Schema value) => new(new Schema(SchemaKind.Nullable, value.Name) { Arguments = [value] });

    /// <summary>Elements in order.</summary>
    public static Schema List(Schema element) => new(new Schema(SchemaKind.List, "list") { Arguments = [element] });

    /// <summary>Distinct elements.</summary>
    public static Schema Set(Schema element) => new(new Schema(SchemaKind.Set, "set") { Arguments = [element] });

    /// <summary>Values by key.</summary>
    public static Schema Map(Schema key, Schema value) => new(new Schema(SchemaKind.Map, "map") { Arguments = [key, value] });

    /// <summary>Members in the order of the data.</summary>
    public static Schema Object(string name, IReadOnlyList<SchemaMember> members) =>
        new(new Schema(SchemaKind.Object, name) { Members = members });

    /// <summary>Named constants of an integer type.</summary>
    public static Schema Enum(string name, Schema integer, IReadOnlyList<SchemaConstant> constants) =>
        new(new Schema(SchemaKind.Enum, name) { Arguments = [integer], Constants = constants });

    /// <summary>A format of the user's own, and those that it also reads.</summary>
    public static Schema Custom(string name, string format, IReadOnlyList<string> formerFormats) =>
        new(new Schema(SchemaKind.Custom, name) { Format = format, FormerFormats = formerFormats });

    /// <summary>Reads the text of a schema.</summary>
    /// <exception cref="FormatException">It is not the text of a schema.</exception>
    public static Schema Parse(string text) => new SchemaParser(text).Parse();

    /// <inheritdoc/>
    public bool Equals(Schema? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => _text;
}
