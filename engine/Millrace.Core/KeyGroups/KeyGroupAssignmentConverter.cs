using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.KeyGroups;

/// <summary>
/// Converts an assignment: <c>[epoch, maxParallelism, parallelism]</c> if the key groups are divided evenly, which is usual and may concern many
/// vertices; otherwise <c>[epoch, [owner, count, owner, count, ...]]</c>.
/// </summary>
public sealed class KeyGroupAssignmentConverter : JsonConverter<KeyGroupAssignment>
{
    /// <inheritdoc/>
    public override KeyGroupAssignment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read()) throw new JsonException("An assignment of key groups is an array.");
        var epoch = reader.GetInt64();
        reader.Read();
        try
        {
            var assignment = reader.TokenType == JsonTokenType.StartArray ? new KeyGroupAssignment(epoch, RunLengthConverter.Read(ref reader)) : ReadEven(ref reader, epoch);
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? assignment : throw new JsonException("An assignment of key groups has too many members.");
        }
        catch (ArgumentException e)
        {
            throw new JsonException($"This is no assignment of key groups: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, KeyGroupAssignment value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Epoch);
        if (value.EvenParallelism is { } parallelism)
        {
            writer.WriteNumberValue(value.MaxParallelism);
            writer.WriteNumberValue(parallelism);
        }
        else
        {
            RunLengthConverter.Write(writer, value.Owners);
        }

        writer.WriteEndArray();
    }

    private static KeyGroupAssignment ReadEven(ref Utf8JsonReader reader, long epoch)
    {
        var maxParallelism = reader.GetInt32();
        reader.Read();
        return KeyGroupAssignment.Even(epoch, maxParallelism, reader.GetInt32());
    }
}
