using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Hosting.Control;

/// <summary>
/// Converts a subtask's id in a message: an array of its two numbers. Most messages have one, and a status has one for each subtask at every heartbeat.
/// </summary>
internal sealed class SubtaskIdConverter : JsonConverter<SubtaskId>
{
    public override SubtaskId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Malformed();
        var (vertex, index) = (ReadNumber(ref reader), ReadNumber(ref reader));
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray) throw Malformed();
        return new SubtaskId(vertex, index);
    }

    public override void Write(Utf8JsonWriter writer, SubtaskId value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Vertex);
        writer.WriteNumberValue(value.Index);
        writer.WriteEndArray();
    }

    private static int ReadNumber(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : throw Malformed();

    private static JsonException Malformed() => new("A subtask's id is an array of its vertex and its index.");
}
