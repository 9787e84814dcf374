using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>Lets everything up to a checkpoint be published outside. It is built from a head that names the checkpoint, and from nothing else.</summary>
[JsonConverter(typeof(MessageConverter))]
public sealed class CommitPermit
{
    private CommitPermit(ExecutionAttempt attempt, long checkpoint) => (Attempt, Checkpoint) = (attempt, checkpoint);

    public ExecutionAttempt Attempt { get; }

    public long Checkpoint { get; }

    /// <summary>The permit that a head gives, or null where it names no checkpoint.</summary>
    public static CommitPermit? From(JobHead head) => head.Latest is { } latest ? new CommitPermit(head.Execution, latest.Checkpoint) : null;

    /// <summary>
    /// A permit in a message. This is no second source of permits: what is read was a permit where it was written, and messages come from
    /// the job manager alone. It is nested because nobody else may build one.
    /// </summary>
    public sealed class MessageConverter : JsonConverter<CommitPermit>
    {
        /// <inheritdoc/>
        public override CommitPermit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A permit is an array of job, leader epoch, attempt and checkpoint.");
            reader.Read();
            var job = reader.GetString() ?? throw new JsonException("A permit names its job.");
            reader.Read();
            var epoch = reader.GetInt64();
            reader.Read();
            var number = reader.GetInt32();
            reader.Read();
            var checkpoint = reader.GetInt64();
            reader.Read();
            return reader.TokenType == JsonTokenType.EndArray
                ? new CommitPermit(new ExecutionAttempt(job, epoch, number), checkpoint)
                : throw new JsonException("A permit has four members.");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, CommitPermit value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Attempt.JobId);
            writer.WriteNumberValue(value.Attempt.LeaderEpoch);
            writer.WriteNumberValue(value.Attempt.Number);
            writer.WriteNumberValue(value.Checkpoint);
            writer.WriteEndArray();
        }
    }
}
