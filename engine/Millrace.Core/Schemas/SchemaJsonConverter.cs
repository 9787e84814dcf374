using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.Schemas;

/// <summary>Converts a schema to and from a JSON string.</summary>
public sealed class SchemaJsonConverter : JsonConverter<Schema>
{
    /// <inheritdoc/>
    public override Schema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Schema.Parse(reader.GetString() ?? "");
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Schema value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
