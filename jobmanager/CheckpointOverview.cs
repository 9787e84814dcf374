namespace Millrace.JobManager;

/// <summary>The checkpoints of a job, as far as its job manager knows them since it has been running the job.</summary>
/// <param name="Records">The latest ones, in the order of their ids; one in flight is the last.</param>
/// <param name="Completed">How many were completed, savepoints included.</param>
/// <param name="Failed">How many failed.</param>
public sealed record CheckpointOverview(IReadOnlyList<CheckpointRecord> Records, long Completed, long Failed)
{
    public static CheckpointOverview Empty { get; } = new([], 0, 0);
}
