using System.Globalization;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.Hosting.Restoring;

/// <summary>What <c>--restore</c> names.</summary>
/// <param name="Storage">The storage that it is in; null where that is the one in which checkpoints are written.</param>
/// <param name="JobId">The job; null for the newest one of the job's name.</param>
/// <param name="Checkpoint">The checkpoint; null for the newest completed one.</param>
public sealed record RestorePoint(StorageUri? Storage, string? JobId, long? Checkpoint)
{
    /// <summary>The word for the newest completed checkpoint of the newest job of a name.</summary>
    public const string LatestWord = "latest";

    /// <summary>What <c>latest</c> names. It is the only restore point that may find nothing: the job then starts from the beginning.</summary>
    public static RestorePoint Latest { get; } = new(null, null, null);

    public bool MayBeNothing => this == Latest;

    /// <summary>Whether the checkpoint is a savepoint in its own folder.</summary>
    public bool IsSavepoint { get; init; }

    /// <summary>Finds what a value of <c>--restore</c> names.</summary>
    /// <param name="value"><c>latest</c>, or the path or URI of a storage, of a job's folder in one, of a savepoint, or of a manifest.</param>
    /// <param name="checkpoints">The value of <c>--checkpoint-dir</c>, or null; a path may also be relative to it.</param>
    /// <param name="stores">Opens what the value names.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidJobException">There is nothing of that name, or no checkpoint folder is given.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public static async Task<RestorePoint> ParseAsync(string value, StorageUri? checkpoints, IBlobStores stores, CancellationToken cancellation)
    {
        if (value == LatestWord)
        {
            return checkpoints is null
                ? throw new InvalidJobException("--restore latest needs --checkpoint-dir, the folder in which the checkpoints are.")
                : Latest;
        }

        var found = await FindAsync(value, checkpoints, stores, cancellation)
            ?? throw new InvalidJobException($"--restore {value}: there is no such folder or manifest. Give a job's folder in a checkpoint folder, a manifest in it, or '{LatestWord}'.");
        return checkpoints is null || checkpoints == found.Storage
            ? found
            : throw new InvalidJobException($"--restore {value} is in the checkpoint folder {found.Storage!.Describe()}, but --checkpoint-dir is {checkpoints.Describe()}. A job resumes where it was: leave --checkpoint-dir out.");
    }

    /// <summary>Returns the restore point at a path or URI; null where there is none.</summary>
    /// <param name="value">The path or URI.</param>
    /// <param name="within">Where a path is looked up that does not exist relative to the current folder; null for nowhere.</param>
    /// <param name="stores">Opens what the value names.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="InvalidJobException">It is the URI of something else, or a blob that is not a manifest.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public static async Task<RestorePoint?> FindAsync(string value, StorageUri? within, IBlobStores stores, CancellationToken cancellation)
    {
        var uri = StorageUri.TryParsePath(value) ?? throw new InvalidJobException($"'{value}': {StorageUri.Expected}");
        if (await FindAsync(uri, stores, cancellation) is { } found) return found;
        return within is null || StorageUri.IsUri(value) || Path.IsPathRooted(value) ? null : await FindAsync(within.Append(value), stores, cancellation);
    }

    private static async Task<RestorePoint?> FindAsync(StorageUri uri, IBlobStores stores, CancellationToken cancellation)
    {
        if (OfSavepoint(uri) is { } savepoint && await HasAnyAsync(stores.Open(uri), cancellation)) return savepoint;
        if (uri.Parent is { } folder)
        {
            var around = stores.Open(folder);
            if (await around.FindLengthAsync(uri.Name, cancellation) is not null)
            {
                return OfManifest(uri, folder) ?? throw new InvalidJobException(
                    $"{uri.Describe()}: the file is not a manifest; manifests are in the folder '{JobStore.Manifests}' of a job's folder. Give such a file, or the job's folder.");
            }

            if (await new JobStore(around).FindVersionOfHeadAsync(uri.Name, cancellation) is not null) return new RestorePoint(folder, uri.Name, null);
        }

        return await HasAnyAsync(stores.Open(uri), cancellation) ? new RestorePoint(uri, null, null) : null;
    }

    private static async Task<bool> HasAnyAsync(IBlobStore store, CancellationToken cancellation)
    {
        await foreach (var _ in store.ListAsync("", cancellation)) return true;
        return false;
    }

    private static RestorePoint? OfManifest(StorageUri uri, StorageUri folder)
    {
        if (OfSavepoint(folder) is { } savepoint) return savepoint;
        return folder.Name == JobStore.Manifests && folder.Parent is { Parent: { } storage } job && IdIn(uri.Name.Split('-')[0]) is { } checkpoint
            ? new RestorePoint(storage, job.Name, checkpoint)
            : null;
    }

    /// <summary>A savepoint is a subfolder of the savepoints folder in a job's folder, named after its id.</summary>
    private static RestorePoint? OfSavepoint(StorageUri folder) =>
        folder.Parent is { Name: JobStore.Savepoints, Parent: { Parent: { } storage } job } && IdIn(folder.Name) is { } checkpoint
            ? new RestorePoint(storage, job.Name, checkpoint) { IsSavepoint = true }
            : null;

    private static long? IdIn(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
