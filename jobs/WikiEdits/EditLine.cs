using System.Text.Json;
using Millrace;

namespace WikiEdits;

/// <summary>A line of the input.</summary>
/// <param name="Text">The line.</param>
/// <param name="Edit">The edit in it; null where there is none.</param>
public sealed record EditLine(string Text, Edit? Edit)
{
    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The event time in milliseconds; that of a line without an edit does not hold back the watermark.</summary>
    public long Timestamp => Edit?.Time ?? Timestamps.None;

    /// <summary>Parses a line.</summary>
    public static EditLine Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Json>(text, s_strict) is { } json
                ? new EditLine(text, new Edit(json.Time.ToUnixTimeMilliseconds(), json.Channel, json.Page, json.User, json.Delta))
                : new EditLine(text, null);
        }
        catch (JsonException)
        {
            return new EditLine(text, null);
        }
    }

    private sealed record Json(DateTimeOffset Time, string Channel, string Page, string User, long Delta);
}
