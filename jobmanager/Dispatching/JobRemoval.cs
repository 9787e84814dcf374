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
    /// <param name="savepoints">Whether its savepoints are deleted too. If some remain, so does a head that names no checkpoint.</param>
    /// <returns>The savepoints that remain.</returns>
    /// <exception cref="IOException">The store failed.</exception>
    public IReadOnlyList<string> Remove(string jobId, bool savepoints)
    {
        var kept = savepoints ? [] : _store.FindSavepoints(jobId);
        Retire(jobId, isKept: kept.Count > 0);
        var names = blobs.List($"{jobId}/");
        string[] last = [JobRecords.NameOf(jobId), $"{jobId}/{JobStore.Head}"];
        foreach (var name in names.Where(n => !last.Contains(n) && (savepoints || !IsOfSavepoint(jobId, n)))) blobs.Delete(name);
        foreach (var name in kept.Count > 0 ? last[..1] : last) blobs.Delete(name);
        return [.. kept.Select(s => _store.Describe(s.Manifest))];
    }

    private void Retire(string jobId, bool isKept)
    {
        try
        {
            if (_store.FindHead(jobId) is not var (head, version) || head is { State: HeadState.Cancelled, Retained: [] }) return;
            if (!_store.TrySwapHead(head.End(HeadState.Cancelled) with { Retained = [] }, version)) throw new IOException($"The head of job {jobId} was changed in the meantime.");
        }
        catch (CorruptBlobException) when (!isKept)
        {
            // No job manager starts a job whose head cannot be read.
        }
    }

    private static bool IsOfSavepoint(string jobId, string name) => name.StartsWith($"{jobId}/{JobStore.Savepoints}/", StringComparison.Ordinal);
}
