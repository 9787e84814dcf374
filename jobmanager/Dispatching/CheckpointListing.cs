namespace Millrace.JobManager.Dispatching;

/// <summary>Lists the checkpoints of a job: the retained ones, with what is remembered of them, and those that failed.</summary>
internal static class CheckpointListing
{
    /// <param name="history">The checkpoints that the job manager remembers.</param>
    /// <param name="kept">The completed checkpoints that are retained, with their paths.</param>
    /// <param name="savepoints">The savepoints, with their paths.</param>
    /// <returns>The checkpoints, newest first. A completed checkpoint that is no longer retained is left out.</returns>
    public static IReadOnlyList<CheckpointRecord> Merge(
        IReadOnlyList<CheckpointRecord> history, IReadOnlyList<(long Checkpoint, string Path)> kept, IReadOnlyList<(long Checkpoint, string Path)> savepoints)
    {
        var remembered = history.ToDictionary(h => h.Checkpoint);
        var there = kept.Select(k => (k.Checkpoint, k.Path, IsSavepoint: savepoints.Any(s => s.Checkpoint == k.Checkpoint)))
            .Concat(savepoints.Where(s => kept.All(k => k.Checkpoint != s.Checkpoint)).Select(s => (s.Checkpoint, s.Path, IsSavepoint: true)));
        return
        [
            .. there.Select(t => remembered.TryGetValue(t.Checkpoint, out var record) ? record : new CheckpointRecord(t.Checkpoint, t.IsSavepoint, t.Path, 0, default, default, null))
                .Concat(history.Where(h => h.Failure is not null))
                .OrderByDescending(r => r.Checkpoint),
        ];
    }
}
