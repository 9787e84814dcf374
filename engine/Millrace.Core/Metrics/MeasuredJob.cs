namespace Millrace.Core.Metrics;

/// <summary>A job under measurement: its counters, and their tags, created once.</summary>
internal sealed class MeasuredJob
{
    public MeasuredJob(JobMetrics metrics)
    {
        (Metrics, Tags) = (metrics, MetricTags.Of(metrics));
        (Completed, Aborted) = (MetricTags.With(Tags, MetricNames.OutcomeTag, "completed"), MetricTags.With(Tags, MetricNames.OutcomeTag, "aborted"));
    }

    public JobMetrics Metrics { get; }

    public KeyValuePair<string, object?>[] Tags { get; }

    public KeyValuePair<string, object?>[] Completed { get; }

    public KeyValuePair<string, object?>[] Aborted { get; }
}
