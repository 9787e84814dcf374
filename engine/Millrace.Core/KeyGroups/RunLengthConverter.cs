using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.KeyGroups;

/// <summary>Converts numbers of which many neighbors are equal: <c>[number, count, number, count, ...]</c>.</summary>
public sealed class RunLengthConverter : JsonConverter<IReadOnlyList<int>>
{
    /// <summary>The highest number of elements, so that a damaged count takes no memory.</summary>
    private const int MostElements = 1 << 20;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<int> value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Reads an array of runs.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static IReadOnlyList<int> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("Runs of equal numbers are an array.");
        var numbers = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var number = reader.GetInt32();
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number) throw new JsonException("A run of equal numbers lacks its length.");
            var count = reader.GetInt32();
            if (count < 1 || count > MostElements - numbers.Count) throw new JsonException($"A run of {count} equal numbers is not possible.");
            numbers.AddRange(Enumerable.Repeat(number, count));
        }

        return numbers;
    }

    /// <summary>Writes an array of runs.</summary>
    internal static void Write(Utf8JsonWriter writer, IReadOnlyList<int> numbers)
    {
        writer.WriteStartArray();
        for (var from = 0; from < numbers.Count;)
        {
            var end = from + 1;
            while (end < numbers.Count && numbers[end] == numbers[from]) end++;
            writer.WriteNumberValue(numbers[from]);
            writer.WriteNumberValue(end - from);
            from = end;
        }

        writer.WriteEndArray();
    }
}
