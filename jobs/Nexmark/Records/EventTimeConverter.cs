using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nexmark.Records;

/// <summary>Converts UTC times such as <c>2015-07-15 00:00:00.005</c> to milliseconds since the epoch; the fraction has up to three digits.</summary>
public sealed class EventTimeConverter : JsonConverter<long>
{
    private static readonly string[] s_formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.f", "yyyy-MM-dd HH:mm:ss.ff", "yyyy-MM-dd HH:mm:ss.fff"];

    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return DateTimeOffset.TryParseExact(text, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new JsonException($"'{text}' is not a time such as 2015-07-15 00:00:00.005.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value).ToString(s_formats[^1], CultureInfo.InvariantCulture));
}
