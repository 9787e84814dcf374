using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Hosting.Checkpoints;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(JobHead))]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(IReadOnlyList<JobOperator>))]
[JsonSerializable(typeof(IReadOnlyList<StateBlob>))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
