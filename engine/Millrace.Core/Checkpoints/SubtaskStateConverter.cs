using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.Checkpoints;

/// <summary>Converts the state of a subtask: <c>[attempt, writer, checkpoint, length, checkpoint, length, ...]</c>. A manifest may have thousands of them.</summary>
public sealed class SubtaskStateConverter : JsonConverter<SubtaskState>
{
    /// <inheritdoc/>
    public override SubtaskState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("The state of a subtask is an array.");
        reader.Read();
        var attempt = reader.GetInt32();
        reader.Read();
        var writer = reader.GetString() ?? throw new JsonException("The state of a subtask names its writer.");
        var runs = new List<IndexRun>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var checkpoint = reader.GetInt64();
            reader.Read();
            runs.Add(new IndexRun(checkpoint, reader.GetInt64()));
        }

        return new SubtaskState(attempt, writer, runs);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SubtaskState value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Attempt);
        writer.WriteStringValue(value.Writer);
        foreach (var run in value.Runs)
        {
            writer.WriteNumberValue(run.Checkpoint);
            writer.WriteNumberValue(run.Length);
        }

        writer.WriteEndArray();
    }
}
