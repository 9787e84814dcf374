using System.Text.Json.Serialization;
using Millrace.Core.Jobs;

namespace Millrace.Hosting.Control;

/// <summary>The JSON format of messages. A mismatch is rejected on reading, and not found later.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(RestartPolicyConverter), typeof(SubtaskIdConverter)])]
[JsonSerializable(typeof(TaskManagerMessage))]
[JsonSerializable(typeof(JobManagerMessage))]
internal sealed partial class ControlJson : JsonSerializerContext;
