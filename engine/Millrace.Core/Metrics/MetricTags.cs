namespace Millrace.Core.Metrics;

/// <summary>Creates the tags of measurements.</summary>
internal static class MetricTags
{
    public static KeyValuePair<string, object?>[] Of(JobMetrics job) => [new(MetricNames.JobIdTag, job.JobId), new(MetricNames.JobNameTag, job.JobName)];

    public static KeyValuePair<string, object?>[] Of(TaskIdentity task) =>
    [
        new(MetricNames.JobIdTag, task.JobId),
        new(MetricNames.JobNameTag, task.JobName),
        new(MetricNames.VertexTag, task.Vertex),
        new(MetricNames.VertexIndexTag, task.Subtask.Vertex),
        new(MetricNames.SubtaskTag, task.Subtask.Index),
    ];

    public static KeyValuePair<string, object?>[] With(KeyValuePair<string, object?>[] tags, string name, string value) => [.. tags, new(name, value)];
}
