using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;

namespace Millrace.Hosting.Checkpoints;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(JobHead))]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
