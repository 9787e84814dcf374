using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>
/// Copies savepoints from one store to another. A savepoint is self-contained: its folder has everything that its manifest names. The head
/// is copied too, because it has the time of the job's first submission and its seed.
/// </summary>
public static class SavepointCopies
{
    /// <summary>How many bytes of a blob are in memory.</summary>
    private const int Part = 4 << 20;

    /// <summary>Copies a savepoint, its manifest last; does nothing where it already exists.</summary>
    /// <param name="from">The store that has it.</param>
    /// <param name="to">The store to copy it to.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="checkpoint">The savepoint's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The savepoint's name in both stores.</returns>
    /// <exception cref="CorruptBlobException">It is missing, or has a blob elsewhere.</exception>
    public static async Task<string> CopyAsync(IBlobStore from, IBlobStore to, string jobId, long checkpoint, CancellationToken cancellation)
    {
        var (source, target) = (new JobStore(from), new JobStore(to));
        var savepoint = (await source.FindSavepointsAsync(jobId, cancellation)).FirstOrDefault(s => s.Checkpoint == checkpoint)
            ?? throw new CorruptBlobException($"{from.Describe(jobId)} has no savepoint {checkpoint}.");
        var folder = JobStore.FolderOf(savepoint.Manifest);
        if (await to.FindLengthAsync(savepoint.Manifest, cancellation) is null)
        {
            await foreach (var item in from.ListAsync(folder, cancellation))
            {
                if (item.IsFolder || item.Name == savepoint.Manifest || await to.FindLengthAsync(item.Name, cancellation) is not null) continue;
                await CopyAsync(from, to, item, cancellation);
            }

            await to.PutAsync(savepoint.Manifest, await from.ReadAsync(savepoint.Manifest, cancellation), cancellation);
        }

        if (await target.FindVersionOfHeadAsync(jobId, cancellation) is null && await source.FindHeadAsync(jobId, checkpoint, cancellation) is { } head)
            await target.TrySwapHeadAsync(head.Head.AsOf(savepoint), null, cancellation);
        return savepoint.Manifest;
    }

    private static async Task CopyAsync(IBlobStore from, IBlobStore to, BlobItem item, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(item.Length, Part)];
        await using var writer = await to.CreateAsync(item.Name, cancellation);
        for (long done = 0; done < item.Length;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, item.Length - done));
            await from.ReadAsync(item.Name, done, part, cancellation);
            await writer.WriteAsync(part, cancellation);
            done += part.Length;
        }

        await writer.CompleteAsync(cancellation);
    }
}
