using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Millrace.Hosting.Control;

/// <summary>Writes and reads messages of the control stream, independent of the transport.</summary>
/// <typeparam name="T">The messages of one direction.</typeparam>
public sealed class ControlCodec<T>
{
    private readonly JsonTypeInfo<T> _type;

    internal ControlCodec(JsonTypeInfo<T> type) => _type = type;

    /// <summary>Writes a message.</summary>
    public void Write(T message, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to);
        JsonSerializer.Serialize(writer, message, _type);
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="JsonException">The bytes are not a message.</exception>
    public T Read(ReadOnlySequence<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return JsonSerializer.Deserialize(ref reader, _type) ?? throw new JsonException("A message is an object.");
    }
}

/// <summary>The codecs of both directions.</summary>
public static class ControlCodec
{
    /// <summary>Messages sent to job managers.</summary>
    public static ControlCodec<JobManagerMessage> ToJobManager { get; } = new(ControlJson.Default.JobManagerMessage);

    /// <summary>Messages sent to task managers.</summary>
    public static ControlCodec<TaskManagerMessage> ToTaskManager { get; } = new(ControlJson.Default.TaskManagerMessage);
}
