namespace Millrace.Core.Jobs;

/// <summary>How the checkpoints of a job went, as far as that was stored where job managers have changed.</summary>
/// <param name="Records">The latest ones, in the order of their ids; one in flight is the last.</param>
/// <param name="Completed">How many were completed, savepoints included.</param>
/// <param name="Failed">How many failed.</param>
public sealed record CheckpointOverview(IReadOnlyList<CheckpointRecord> Records, long Completed, long Failed)
{
    public static CheckpointOverview Empty { get; } = new([], 0, 0);
}
