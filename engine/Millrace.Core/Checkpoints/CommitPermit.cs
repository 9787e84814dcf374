using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>Allows everything up to a checkpoint to be published. It is created only from a head that names the checkpoint.</summary>
[JsonConverter(typeof(MessageConverter))]
public sealed class CommitPermit
{
    private CommitPermit(ExecutionAttempt attempt, long checkpoint) => (Attempt, Checkpoint) = (attempt, checkpoint);

    public ExecutionAttempt Attempt { get; }

    public long Checkpoint { get; }

    /// <summary>Returns the permit for a head, or null if the head names no checkpoint.</summary>
    public static CommitPermit? From(JobHead head) => head.Latest is { } latest ? new CommitPermit(head.Execution, latest.Checkpoint) : null;

    /// <summary>
    /// A permit in a message. This is not a second source of permits: what is read was a permit where it was written, and messages come only from
    /// the job manager. The class is nested because nothing else may create a permit.
    /// </summary>
    public sealed class MessageConverter : JsonConverter<CommitPermit>
    {
        /// <inheritdoc/>
        public override CommitPermit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A permit is an array of job, attempt and checkpoint.");
            reader.Read();
            var job = reader.GetString() ?? throw new JsonException("A permit names its job.");
            reader.Read();
            var number = reader.GetInt32();
            reader.Read();
            var checkpoint = reader.GetInt64();
            reader.Read();
            return reader.TokenType == JsonTokenType.EndArray
                ? new CommitPermit(new ExecutionAttempt(job, number), checkpoint)
                : throw new JsonException("A permit has three members.");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, CommitPermit value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Attempt.JobId);
            writer.WriteNumberValue(value.Attempt.Number);
            writer.WriteNumberValue(value.Checkpoint);
            writer.WriteEndArray();
        }
    }
}
