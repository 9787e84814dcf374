using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;

namespace Millrace.JobManager.Restoring;

/// <summary>The job that a restore continues.</summary>
/// <param name="Head">Its head, as of the checkpoint to restore.</param>
/// <param name="Point">The checkpoint or savepoint to restore; null for the latest.</param>
/// <param name="Older">An older job of the same name that has a checkpoint, where the newest one has none.</param>
internal sealed record RestoredJob(JobHead Head, RetainedCheckpoint? Point, JobHead? Older)
{
    /// <summary>The damage in versions of the head newer than the one to restore.</summary>
    public IReadOnlyList<string> HeadDamage { get; init; } = [];

    /// <summary>Looks up a restore point; null where there is no such job yet, and none is required.</summary>
    /// <param name="point">The restore point.</param>
    /// <param name="name">The job's name; null where none is given.</param>
    /// <param name="className">The job's name where none is given.</param>
    /// <param name="store">The store to search.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="exists">Returns whether a head that is found by its name is that of a job; null where each is.</param>
    /// <exception cref="InvalidJobException">There is no checkpoint, and the restore point requires one; or the store is damaged.</exception>
    public static async Task<RestoredJob?> FindAsync(
        RestorePoint point, string? name, string className, JobStore store, CancellationToken cancellation, Func<JobHead, Task<bool>>? exists = null)
    {
        try
        {
            return point.JobId is { } id ? await OfIdAsync(id, point, name, store, cancellation) : await OfNameAsync(point, name ?? className, store, exists, cancellation);
        }
        catch (CorruptBlobException e)
        {
            throw new InvalidJobException($"{e.Message} Restore the file, or move the job's folder away.", e);
        }
    }

    /// <summary>Checks that a definition can be restored from here, and returns what the user should know.</summary>
    /// <exception cref="InvalidJobException">It cannot.</exception>
    public async Task<string> ValidateAsync(JobGraph graph, bool allowDroppedState, JobStore store, CancellationToken cancellation)
    {
        try
        {
            if (Point is not null && FallbackRules.RefuseAbandoned(graph, Head, Point.Checkpoint) is { } abandoned) throw new InvalidJobException(abandoned);
            var (checkpoint, damage) = await store.ReadNewestWholeAsync(Head, new Dictionary<long, string>(), cancellation);
            if (FallbackRules.Refuse(graph, [.. Head.PassedOver, .. damage]) is { } refusal) throw new InvalidJobException(refusal);
            if (checkpoint is null) return $"{Nothing}{Damaged}";
            if (RestoreRules.Check(graph, checkpoint, allowDroppedState) is { Count: > 0 } problems)
                throw new InvalidJobException(string.Join('\n', problems));
            var finished = checkpoint.Manifest.Finished ? ", with which it finished: there is nothing left to do" : "";
            var renamed = FormerIds.Find(checkpoint, graph).Where(f => checkpoint.Operators.Any(o => o.Id == f.Was && o.HasState)).Select(f => $" Operator '{f.Is}' continues with the state of '{f.Was}'.");
            return $"Restoring job {Head.JobId} from checkpoint {checkpoint.Manifest.Checkpoint}{finished}.{string.Concat(renamed)}{Damaged}";
        }
        catch (CorruptBlobException e)
        {
            throw new InvalidJobException(e.Message, e);
        }
    }

    private string Damaged => HeadDamage.Count == 0 ? "" : $"\n{string.Join('\n', HeadDamage)}\nThe checkpoints that it named are abandoned, and output since then is retracted.";

    private string Nothing => $"Job {Head.JobId} has no completed checkpoint yet: it starts from the beginning under the same id."
        + (Older is null ? "" : $" An older job of this name has checkpoint {Older.Latest!.Checkpoint}: to resume that one, restore {Older.JobId}.");

    private static async Task<RestoredJob> OfIdAsync(string id, RestorePoint point, string? name, JobStore store, CancellationToken cancellation)
    {
        var savepoints = await store.FindSavepointsAsync(id, cancellation);
        if (await store.FindHeadAsync(id, point.Checkpoint, cancellation) is not var (head, _) || (head.Latest is null && savepoints.Count == 0))
            throw new InvalidJobException($"Job {id} in {point.Storage?.Describe()} has no completed checkpoint. --restore {RestorePoint.LatestWord} starts it from the beginning under the same id.");
        if (name is not null && name != head.JobName)
            throw new InvalidJobException($"--name {name}: the job to restore, {id}, is named {head.JobName}. Leave the option out, or start a new job.");
        if (point.Checkpoint is not { } checkpoint) return new RestoredJob(head, null, null) { HeadDamage = head.PassedOver };
        var found = head.Retained.Concat(savepoints).FirstOrDefault(c => c.Checkpoint == checkpoint)
            // A damaged head cannot tell which are retained.
            ?? (head.PassedOver.Count > 0 ? await store.FindManifestAsync(id, checkpoint, cancellation) : null)
            ?? throw new InvalidJobException($"Checkpoint {checkpoint} of job {id} is not among those that are kept ({string.Join(", ", head.Retained.Select(c => c.Checkpoint))}); give one of these, a savepoint, or the job's folder for the latest.");
        return new RestoredJob(head.AsOf(found), found, null) { HeadDamage = head.PassedOver };
    }

    /// <summary>Only the newest job of the name, whether or not it has a checkpoint: the output belongs to it.</summary>
    private static async Task<RestoredJob?> OfNameAsync(RestorePoint point, string name, JobStore store, Func<JobHead, Task<bool>>? exists, CancellationToken cancellation)
    {
        var newest = await store.FindNewestAsync(name, cancellation, exists);
        if (newest?.Latest is not null) return new RestoredJob(newest, null, null) { HeadDamage = newest.PassedOver };
        if (!point.MayBeNothing)
            throw new InvalidJobException($"The newest job '{name}' in {point.Storage?.Describe()} has no completed checkpoint, or there is none. Give another folder, or start with --restore {RestorePoint.LatestWord}.");
        return newest is null ? null : new RestoredJob(newest, null, await OlderAsync(name, store, cancellation)) { HeadDamage = newest.PassedOver };
    }

    private static async Task<JobHead?> OlderAsync(string name, JobStore store, CancellationToken cancellation)
    {
        await foreach (var head in store.FindJobsAsync(name, cancellation))
        {
            if (head.Latest is not null) return head;
        }

        return null;
    }
}
