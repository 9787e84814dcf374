using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Grpc.Core;

namespace Millrace.Hosting.Control;

/// <summary>The call that each task manager keeps open to the job manager: messages in order, both ways.</summary>
public static class ControlCall
{
    /// <summary>The service's name.</summary>
    public const string Service = "millrace.internal.TaskManagers";

    /// <summary>The call.</summary>
    public static Method<JobManagerMessage, TaskManagerMessage> Connect { get; } = new(
        MethodType.DuplexStreaming, Service, nameof(Connect), Json(ControlJson.Default.JobManagerMessage), Json(ControlJson.Default.TaskManagerMessage));

    private static Marshaller<T> Json<T>(JsonTypeInfo<T> type) => Marshallers.Create(
        (message, context) =>
        {
            using (var writer = new Utf8JsonWriter(context.GetBufferWriter())) JsonSerializer.Serialize(writer, message, type);
            context.Complete();
        },
        context =>
        {
            var reader = new Utf8JsonReader(context.PayloadAsReadOnlySequence());
            return JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("A message is an object.");
        });
}
