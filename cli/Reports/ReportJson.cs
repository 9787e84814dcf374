using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Cli.Reports;

/// <summary>Reports as JSON: camelCase names, numbers as numbers, times in ISO 8601, null for missing values. docs/cli.md has the shapes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(JobReport))]
[JsonSerializable(typeof(SubmittedJobReport))]
[JsonSerializable(typeof(RescaledJobReport))]
[JsonSerializable(typeof(JobListReport))]
[JsonSerializable(typeof(ExceptionListReport))]
[JsonSerializable(typeof(ExplainedJobReport))]
[JsonSerializable(typeof(CheckpointListReport))]
[JsonSerializable(typeof(CheckpointReport))]
[JsonSerializable(typeof(SavepointReport))]
[JsonSerializable(typeof(InspectionReport))]
[JsonSerializable(typeof(RemovedJobReport))]
[JsonSerializable(typeof(CleanUpReport))]
[JsonSerializable(typeof(LogEntryReport))]
[JsonSerializable(typeof(LogReport))]
[JsonSerializable(typeof(ClusterReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
