using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>
/// Copies savepoints from one store to another. A savepoint is self-contained: its folder has everything that its manifest names. The head
/// is copied too, because it has the time of the job's first submission and its seed.
/// </summary>
public static class SavepointCopies
{
    /// <summary>Copies a savepoint, its manifest last; does nothing where it already exists.</summary>
    /// <param name="from">The store that has it.</param>
    /// <param name="to">The store to copy it to.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="checkpoint">The savepoint's id.</param>
    /// <returns>The savepoint's name in both stores.</returns>
    /// <exception cref="CorruptBlobException">It is missing, or has a blob elsewhere.</exception>
    public static string Copy(IBlobStore from, IBlobStore to, string jobId, long checkpoint)
    {
        var savepoint = new JobStore(from).FindSavepoints(jobId).FirstOrDefault(s => s.Checkpoint == checkpoint)
            ?? throw new CorruptBlobException($"{from.Describe(jobId)} has no savepoint {checkpoint}.");
        var folder = savepoint.Manifest[..(savepoint.Manifest.LastIndexOf('/') + 1)];
        var there = to.List(folder);
        if (!there.Contains(savepoint.Manifest))
        {
            foreach (var name in from.List(folder).Where(n => n != savepoint.Manifest && !there.Contains(n))) to.Put(name, from.Read(name));
            to.Put(savepoint.Manifest, from.Read(savepoint.Manifest));
        }

        if (new JobStore(to).VersionOfHead(jobId) is null && new JobStore(from).FindHead(jobId, checkpoint) is { } head)
            new JobStore(to).TrySwapHead(head.Head.AsOf(savepoint), 0);
        return savepoint.Manifest;
    }
}
