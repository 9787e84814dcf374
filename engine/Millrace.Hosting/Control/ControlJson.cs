using System.Text.Json.Serialization;

namespace Millrace.Hosting.Control;

/// <summary>How messages are written. What does not fit is refused when it is read, and not found later.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(RestartPolicyConverter)])]
[JsonSerializable(typeof(TaskManagerMessage))]
[JsonSerializable(typeof(JobManagerMessage))]
internal sealed partial class ControlJson : JsonSerializerContext;
