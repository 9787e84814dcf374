using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.Jobs;

/// <summary>Converts a restart policy in a message: an array of its numbers, which is empty where there are no restarts.</summary>
public sealed class RestartPolicyConverter : JsonConverter<RestartPolicy>
{
    private const int Numbers = 6;

    public override RestartPolicy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A restart policy is an array of numbers.");
        var numbers = new List<double>(Numbers);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) numbers.Add(reader.GetDouble());
        try
        {
            return numbers switch
            {
                [] => RestartPolicy.None,
                [var restarts, var initial, var max, var multiplier, var jitter, var reset] =>
                    RestartPolicy.ExponentialBackoff(Ticks(initial), Ticks(max), multiplier, jitter, (int)restarts) with { ResetAfter = Ticks(reset) },
                _ => throw new JsonException($"A restart policy has {Numbers} numbers or none; found {numbers.Count}."),
            };
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, RestartPolicy value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (!value.IsNone)
        {
            writer.WriteNumberValue(value.UserRestarts);
            writer.WriteNumberValue(value.InitialDelay.Ticks);
            writer.WriteNumberValue(value.MaxDelay.Ticks);
            writer.WriteNumberValue(value.Multiplier);
            writer.WriteNumberValue(value.Jitter);
            writer.WriteNumberValue(value.ResetAfter.Ticks);
        }

        writer.WriteEndArray();
    }

    private static TimeSpan Ticks(double ticks) => TimeSpan.FromTicks((long)ticks);
}
