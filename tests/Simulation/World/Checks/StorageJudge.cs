using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Looks whether all that is kept can be restored: each retained checkpoint and each savepoint, with every blob and every block of it, and that
/// every savepoint is kept that a user was told of.
/// </summary>
/// <param name="blobs">The storage.</param>
/// <param name="savepoints">The savepoints that users were told of and have not deleted.</param>
internal sealed class StorageJudge(IBlobStore blobs, IEnumerable<string> savepoints)
{
    private readonly JobStore _store = new(blobs);

    /// <summary>What is lost or not whole; null where all is there.</summary>
    public string? WhatIsWrong()
    {
        var kept = blobs.ListAsync("", CancellationToken.None).Now().Where(static i => i.IsFolder).Select(static i => i.Name[..^1])
            .Select(id => (JobId: id, Head: _store.ReadHeadAsync(id, CancellationToken.None).Now()?.Head))
            .Where(static j => j.Head is not null)
            .SelectMany(j => j.Head!.Retained.Concat(_store.FindSavepointsAsync(j.JobId, CancellationToken.None).Now()).Select(c => (j.JobId, Checkpoint: c))).ToList();
        var lost = savepoints.Except(kept.Select(k => _store.Describe(k.Checkpoint.Manifest))).FirstOrDefault();
        return lost is null ? kept.Select(k => WhatIsWrongOf(k.JobId, k.Checkpoint)).FirstOrDefault(static w => w is not null) : $"The savepoint {lost} was taken, and is gone.";
    }

    private string? WhatIsWrongOf(string jobId, RetainedCheckpoint checkpoint)
    {
        try
        {
            _store.Verify(checkpoint.Manifest);
            var manifest = _store.ReadManifest(checkpoint.Manifest);
            var folder = JobStore.FolderOf(checkpoint.Manifest);
            var reached = JobStore.IndexOf(manifest).Concat(_store.ReadState(manifest).Select(static b => b.Name));
            return manifest.IsSavepoint && reached.FirstOrDefault(n => !n.StartsWith(folder, StringComparison.Ordinal)) is { } outside
                ? $"The savepoint {checkpoint.Manifest} depends on {outside}, which is not in its folder."
                : null;
        }
        catch (CorruptBlobException e)
        {
            return $"{checkpoint.Manifest} of job {jobId} is kept, and is not whole: {e.Message}";
        }
    }
}
