using System.Diagnostics.Metrics;

namespace Millrace.Core.Metrics;

/// <summary>How long checkpoints take and how large they are, of tasks and of jobs.</summary>
internal sealed class CheckpointHistograms(Meter meter)
{
    public Histogram<double> TaskDuration { get; } =
        meter.CreateHistogram<double>(MetricNames.TaskCheckpointDuration, "s", "What a task did for a checkpoint, by phase.");

    public Histogram<long> TaskSize { get; } = meter.CreateHistogram<long>(MetricNames.TaskCheckpointSize, "By", "What a task wrote for a checkpoint.");

    public Histogram<double> JobDuration { get; } =
        meter.CreateHistogram<double>(MetricNames.CheckpointDuration, "s", "A checkpoint from its trigger to its completion.");

    public Histogram<long> JobSize { get; } = meter.CreateHistogram<long>(MetricNames.CheckpointSize, "By", "What all tasks wrote for a checkpoint.");
}
