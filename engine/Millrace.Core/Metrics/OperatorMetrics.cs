namespace Millrace.Core.Metrics;

/// <summary>The metrics of one operator of a task.</summary>
/// <param name="Id">The operator's id.</param>
/// <param name="Name">The operator's display name.</param>
public sealed record OperatorMetrics(string Id, string Name)
{
    /// <summary>The size of its keyed state; null if it has none.</summary>
    public StateGauge? State { get; init; }

    /// <summary>Records for which it threw and that it skipped or sent to a side output, by input; empty if they fail the job.</summary>
    public IReadOnlyList<Counter> FailedRecords { get; init; } = [];

    /// <summary>Records that it dropped as late; null if it runs no function.</summary>
    public Counter? LateRecords { get; init; }
}
