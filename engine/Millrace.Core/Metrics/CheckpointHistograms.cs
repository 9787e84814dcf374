using System.Diagnostics.Metrics;

namespace Millrace.Core.Metrics;

/// <summary>The durations and sizes of checkpoints and restores, for tasks and jobs.</summary>
internal sealed class CheckpointHistograms(Meter meter)
{
    // Without advice, exporters use buckets suited to web requests in milliseconds.
    private static readonly InstrumentAdvice<double> s_seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    private static readonly InstrumentAdvice<long> s_bytes =
        new() { HistogramBucketBoundaries = [1L << 10, 1L << 12, 1L << 14, 1L << 16, 1L << 18, 1L << 20, 1L << 22, 1L << 24, 1L << 26, 1L << 28, 1L << 30, 1L << 33, 1L << 36] };

    public Histogram<double> TaskDuration { get; } =
        meter.CreateHistogram(MetricNames.TaskCheckpointDuration, "s", "What a task did for a checkpoint, by phase.", null, s_seconds);

    public Histogram<long> TaskSize { get; } = meter.CreateHistogram(MetricNames.TaskCheckpointSize, "By", "What a task wrote for a checkpoint.", null, s_bytes);

    public Histogram<double> RestoreDuration { get; } =
        meter.CreateHistogram(MetricNames.TaskRestoreDuration, "s", "What a task did to restore its state, by phase.", null, s_seconds);

    public Histogram<long> RestoreSize { get; } = meter.CreateHistogram(MetricNames.TaskRestoreSize, "By", "What a task read to restore its state.", null, s_bytes);

    public Histogram<double> JobDuration { get; } =
        meter.CreateHistogram(MetricNames.CheckpointDuration, "s", "A checkpoint from its trigger to its completion.", null, s_seconds);

    public Histogram<long> JobSize { get; } = meter.CreateHistogram(MetricNames.CheckpointSize, "By", "What all tasks wrote for a checkpoint.", null, s_bytes);
}
