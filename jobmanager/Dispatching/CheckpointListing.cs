using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>Lists the checkpoints of a job: what the job manager remembers, and what is stored.</summary>
internal static class CheckpointListing
{
    /// <param name="history">The checkpoints that the job manager remembers.</param>
    /// <param name="kept">The completed checkpoints that are retained, with their paths.</param>
    /// <param name="savepoints">The savepoints, with their paths.</param>
    /// <param name="now">The present: until then the one in flight has taken.</param>
    /// <returns>
    /// The checkpoints, newest first. A completed one that is not stored any more has no path; one that is stored, though it is remembered as failed because
    /// the outcome was not known then, is completed.
    /// </returns>
    public static IReadOnlyList<CheckpointRecord> Merge(
        IReadOnlyList<CheckpointRecord> history, IReadOnlyList<(long Checkpoint, string Path)> kept, IReadOnlyList<(long Checkpoint, string Path)> savepoints, DateTimeOffset now)
    {
        var stored = new SortedDictionary<long, (string Path, bool IsSavepoint)>();
        foreach (var (checkpoint, path) in kept) stored[checkpoint] = (path, false);
        foreach (var (checkpoint, path) in savepoints) stored[checkpoint] = (path, true);
        var remembered = history.ToDictionary(static h => h.Checkpoint);
        return
        [
            .. stored.Where(s => !remembered.ContainsKey(s.Key))
                .Select(static s => new CheckpointRecord(s.Key, s.Value.IsSavepoint, s.Value.Path, 0, default, default, null))
                .Concat(history.Select(h => h.IsInFlight
                    ? h with { Duration = now - h.Triggered }
                    : stored.TryGetValue(h.Checkpoint, out var found) ? h with { Path = found.Path, Failure = null } : h with { Path = null }))
                .OrderByDescending(static r => r.Checkpoint),
        ];
    }
}
