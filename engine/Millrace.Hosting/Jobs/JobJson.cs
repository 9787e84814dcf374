using System.Text.Json.Serialization;
using Millrace.Core.Jobs;

namespace Millrace.Hosting.Jobs;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(JobEnd))]
[JsonSerializable(typeof(JobPast))]
internal sealed partial class JobJson : JsonSerializerContext;
