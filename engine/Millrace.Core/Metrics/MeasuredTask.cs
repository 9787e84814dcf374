namespace Millrace.Core.Metrics;

/// <summary>A task under measurement: its counters, and their tags, created once.</summary>
internal sealed class MeasuredTask : ITaskMeter
{
    private readonly CheckpointHistograms _histograms;
    private readonly KeyValuePair<string, object?>[][] _phases;

    public MeasuredTask(CheckpointHistograms histograms, TaskIdentity identity, TaskMetrics metrics)
    {
        (_histograms, Identity, Metrics, Tags) = (histograms, identity, metrics, MetricTags.Of(identity));
        Activities = ByName<TaskActivity>(MetricNames.StateTag);
        _phases = ByName<CheckpointPhase>(MetricNames.PhaseTag);
        Operators = [.. metrics.Operators.Select(op => (op, MetricTags.With(MetricTags.With(Tags, MetricNames.OperatorTag, op.Name), MetricNames.OperatorIdTag, op.Id)))];
    }

    public TaskIdentity Identity { get; }

    public TaskMetrics Metrics { get; }

    public KeyValuePair<string, object?>[] Tags { get; }

    /// <summary>The tags for each <see cref="TaskActivity"/>.</summary>
    public KeyValuePair<string, object?>[][] Activities { get; }

    public IReadOnlyList<(OperatorMetrics Metrics, KeyValuePair<string, object?>[] Tags)> Operators { get; }

    public void Took(CheckpointPhase phase, TimeSpan duration) => _histograms.TaskDuration.Record(duration.TotalSeconds, _phases[(int)phase]);

    public void Wrote(long bytes) => _histograms.TaskSize.Record(bytes, Tags);

    public void Restored(long bytes, TimeSpan reading, TimeSpan rebuilding)
    {
        _histograms.RestoreSize.Record(bytes, Tags);
        _histograms.RestoreDuration.Record(reading.TotalSeconds, MetricTags.With(Tags, MetricNames.PhaseTag, "reading"));
        _histograms.RestoreDuration.Record(rebuilding.TotalSeconds, MetricTags.With(Tags, MetricNames.PhaseTag, "rebuilding"));
    }

    private KeyValuePair<string, object?>[][] ByName<TEnum>(string tag) where TEnum : struct, Enum =>
        [.. Enum.GetNames<TEnum>().Select(name => MetricTags.With(Tags, tag, name.ToLowerInvariant()))];
}
