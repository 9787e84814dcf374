using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// Deletes an ended job from the storage. The record goes before the head and after everything else: a crash leaves a job that can be
/// removed again, or nothing that a job manager looks at.
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
        if (kept.Count > 0 && _store.FindHead(jobId) is { } head && head.Head.Retained.Count > 0
            && !_store.TrySwapHead(head.Head with { Retained = [] }, head.Version))
            throw new IOException($"The head of job {jobId} was changed in the meantime.");
        string[] last = [$"{jobId}/job", $"{jobId}/end", $"{jobId}/head"];
        foreach (var name in blobs.List($"{jobId}/").Where(n => !last.Contains(n) && (savepoints || !IsOfSavepoint(jobId, n)))) blobs.Delete(name);
        foreach (var name in kept.Count > 0 ? last[..2] : last) blobs.Delete(name);
        return [.. kept.Select(s => _store.Describe(s.Manifest))];
    }

    private static bool IsOfSavepoint(string jobId, string name) => name.StartsWith($"{jobId}/{JobStore.Savepoints}/", StringComparison.Ordinal);
}
