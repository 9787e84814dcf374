using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// Deletes an ended job from the storage. The head is changed first, so that nothing restarts the job when its end is deleted; the record goes before
/// the head and after everything else: a crash leaves a job that can be removed again, or nothing that a job manager looks at.
/// </summary>
internal sealed class JobRemoval(IBlobStore blobs)
{
    private readonly JobStore _store = new(blobs);

    /// <summary>Deletes a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="leaderEpoch">The epoch of this leader: a job that a later one has restored is left alone.</param>
    /// <param name="savepoints">Whether its savepoints are deleted too. If some remain, so does a head that names no checkpoint.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The savepoints that remain.</returns>
    /// <exception cref="JobConflictException">The job was changed in the meantime, or another process runs it.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task<IReadOnlyList<string>> RemoveAsync(string jobId, long leaderEpoch, bool savepoints, CancellationToken cancellation)
    {
        var kept = savepoints ? [] : await _store.FindSavepointsAsync(jobId, cancellation);
        await RetireAsync(jobId, leaderEpoch, isKept: kept.Count > 0, cancellation);
        string[] last = [JobRecords.NameOf(jobId), $"{jobId}/{JobStore.Head}"];
        await foreach (var (name, _) in blobs.ListAllAsync($"{jobId}/", cancellation))
        {
            if (!last.Contains(name) && (savepoints || !IsOfSavepoint(jobId, name))) await blobs.DeleteAsync(name, cancellation);
        }

        foreach (var name in kept.Count > 0 ? last[..1] : last) await blobs.DeleteAsync(name, cancellation);
        return [.. kept.Select(s => _store.Describe(s.Manifest))];
    }

    private async Task RetireAsync(string jobId, long leaderEpoch, bool isKept, CancellationToken cancellation)
    {
        try
        {
            if (await _store.FindHeadAsync(jobId, null, cancellation) is not var (head, version)) return;
            if (head.LeaderEpoch > leaderEpoch) throw new JobConflictException($"Another process runs job {jobId} now.");
            if (head is { State: HeadState.Failed or HeadState.Cancelled, Retained: [] }) return;
            if (await _store.TrySwapHeadAsync(head.End(HeadState.Cancelled) with { Retained = [] }, version, cancellation) is null) throw new JobConflictException($"The head of job {jobId} was changed in the meantime.");
        }
        catch (CorruptBlobException) when (!isKept)
        {
            // No job manager starts a job whose head cannot be read.
        }
    }

    private static bool IsOfSavepoint(string jobId, string name) => name.StartsWith($"{jobId}/{JobStore.Savepoints}/", StringComparison.Ordinal);
}
