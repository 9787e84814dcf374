using System.Text.Json.Serialization;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.Hosting.Checkpoints;

[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true, Converters = [typeof(RestartPolicyConverter)])]
[JsonSerializable(typeof(JobHead))]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(IReadOnlyList<JobOperator>))]
[JsonSerializable(typeof(IReadOnlyList<StateBlob>))]
[JsonSerializable(typeof(StoredPlan))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
