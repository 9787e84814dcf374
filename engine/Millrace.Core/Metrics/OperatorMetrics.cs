namespace Millrace.Core.Metrics;

/// <summary>What is counted of one operator of a task.</summary>
/// <param name="Id">The operator's id.</param>
/// <param name="Name">Its name for people.</param>
public sealed record OperatorMetrics(string Id, string Name)
{
    /// <summary>The size of its keyed state; null where it has none.</summary>
    public StateGauge? State { get; init; }

    /// <summary>Records with which it threw, and that it skipped or put out, by input; none where these fail the job.</summary>
    public IReadOnlyList<Counter> FailedRecords { get; init; } = [];

    /// <summary>Records that it dropped as late; null where it runs no function.</summary>
    public Counter? LateRecords { get; init; }
}
