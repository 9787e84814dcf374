namespace Millrace.Core.Metrics;

/// <summary>The names of all instruments and tags, following OpenTelemetry's conventions. <c>docs/metrics.md</c> explains them.</summary>
public static class MetricNames
{
    /// <summary>The name of all the engine's meters.</summary>
    public const string Meter = "Millrace";

    public const string SourceRecords = "millrace.source.records";
    public const string RecordsIn = "millrace.task.records.in";
    public const string RecordsOut = "millrace.task.records.out";
    public const string BatchesIn = "millrace.task.batches.in";
    public const string BatchesOut = "millrace.task.batches.out";
    public const string BytesIn = "millrace.task.bytes.in";
    public const string BytesOut = "millrace.task.bytes.out";
    public const string Time = "millrace.task.time";
    public const string Watermark = "millrace.task.watermark";
    public const string WatermarkLag = "millrace.task.watermark.lag";
    public const string TaskCheckpointDuration = "millrace.task.checkpoint.duration";
    public const string TaskCheckpointSize = "millrace.task.checkpoint.size";
    public const string TaskRestoreDuration = "millrace.task.restore.duration";
    public const string TaskRestoreSize = "millrace.task.restore.size";
    public const string StateEntries = "millrace.operator.state.entries";
    public const string StateSize = "millrace.operator.state.size";
    public const string LateRecords = "millrace.operator.records.late";
    public const string FailedRecords = "millrace.operator.records.failed";
    public const string Restarts = "millrace.job.restarts";
    public const string Checkpoints = "millrace.job.checkpoints";
    public const string CheckpointDuration = "millrace.job.checkpoint.duration";
    public const string CheckpointSize = "millrace.job.checkpoint.size";
    public const string DroppedTimers = "millrace.job.timers.dropped";

    public const string JobIdTag = "job.id";
    public const string JobNameTag = "job.name";
    public const string VertexTag = "vertex";
    public const string VertexIndexTag = "vertex.index";
    public const string SubtaskTag = "subtask";
    public const string OperatorTag = "operator";
    public const string OperatorIdTag = "operator.id";
    public const string StateTag = "state";
    public const string PhaseTag = "phase";
    public const string OutcomeTag = "outcome";
}
