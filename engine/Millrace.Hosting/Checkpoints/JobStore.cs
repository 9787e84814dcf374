using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>The jobs in a blob store: a folder per job, with its head, manifests and state.</summary>
public sealed partial class JobStore(IBlobStore blobs)
{
    /// <summary>The name of a job's head in its folder.</summary>
    public const string Head = "head";

    /// <summary>The folder of a job's savepoints.</summary>
    public const string Savepoints = "savepoints";

    /// <summary>The folder of a job's manifests.</summary>
    public const string Manifests = CheckpointName.Manifests;

    private const string ManifestPrefix = "manifest-";

    /// <summary>The state that the manifests name.</summary>
    public StateBlobs State { get; } = new(blobs);

    /// <summary>Reads the head of a job; null where there is none.</summary>
    /// <exception cref="CorruptBlobException">The head is damaged; <see cref="FindHeadAsync"/> finds one to resume from.</exception>
    public async Task<StoredHead?> ReadHeadAsync(string jobId, CancellationToken cancellation) =>
        await blobs.ReadVersionedAsync(HeadName(jobId), cancellation) is { } blob ? new StoredHead(OpenHead(jobId, blob), blob.Version) : null;

    /// <summary>Returns the newest version of a job's head, readable or not; null where there is none.</summary>
    public async Task<BlobVersion?> FindVersionOfHeadAsync(string jobId, CancellationToken cancellation) =>
        (await blobs.ReadVersionedAsync(HeadName(jobId), cancellation))?.Version;

    /// <summary>
    /// Changes a job's head. Where the store says that another writer was faster, it is read again: the swap succeeded, and only its answer was lost, if
    /// the stored head is the one written, which no other writer writes.
    /// </summary>
    /// <param name="head">The head from now on.</param>
    /// <param name="expected">The version that is replaced; null where there must be none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The head with its version; null where another writer changed it.</returns>
    public async Task<StoredHead?> TrySwapHeadAsync(JobHead head, BlobVersion? expected, CancellationToken cancellation)
    {
        var content = SealedText.Seal(JsonSerializer.Serialize(head, CheckpointJson.Default.JobHead));
        if (await blobs.TrySwapAsync(HeadName(head.JobId), expected, content, cancellation) is { } version) return new StoredHead(head, version);
        var now = await blobs.ReadVersionedAsync(HeadName(head.JobId), cancellation);
        return now is not null && now.Version != expected && now.Content.AsSpan().SequenceEqual(content) ? new StoredHead(head, now.Version) : null;
    }

    /// <summary>Makes a writer the leader of a job: the previous leader can no longer change its head.</summary>
    /// <param name="jobId">The job; its head must exist.</param>
    /// <param name="writer">A unique name of the leader.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The head, with the new leader's epoch.</returns>
    /// <exception cref="CorruptBlobException">The head is missing or damaged.</exception>
    public async Task<JobHead> TakeOverAsync(string jobId, string writer, CancellationToken cancellation)
    {
        while (await FindHeadAsync(jobId, null, cancellation) is { } found)
        {
            if (await TrySwapHeadAsync(found.Head.TakeOver(writer), found.Version, cancellation) is { } taken) return taken.Head;
        }

        throw new CorruptBlobException($"{blobs.Describe(HeadName(jobId))} is missing.");
    }

    /// <summary>
    /// Returns the prefix of a subtask's blob names: no other attempt and no other process writes under it. A savepoint has its own folder,
    /// which sweeps leave alone.
    /// </summary>
    public static string StateName(string jobId, CheckpointBarrier barrier, SubtaskId subtask, int attempt, string nonce)
    {
        var own = $"{subtask.Vertex}-{subtask.Index}-{attempt}-{nonce}";
        return barrier.IsSavepoint ? $"{Savepoint(jobId, barrier.Checkpoint)}/{own}" : $"{jobId}/{CheckpointName.Blobs}/{barrier.Checkpoint:D12}-{own}";
    }

    /// <summary>Writes a manifest under a name that is unique to the leader epoch, and returns the name.</summary>
    public async Task<string> WriteManifestAsync(CheckpointManifest manifest, long leaderEpoch, bool isSavepoint, CancellationToken cancellation)
    {
        var name = isSavepoint
            ? $"{Savepoint(manifest.JobId, manifest.Checkpoint)}/{ManifestPrefix}{leaderEpoch}"
            : $"{manifest.JobId}/{CheckpointName.Manifests}/{manifest.Checkpoint:D12}-{leaderEpoch}";
        await blobs.PutAsync(name, SealedText.Seal(JsonSerializer.Serialize(manifest, CheckpointJson.Default.CheckpointManifest)), cancellation);
        return name;
    }

    /// <summary>Returns the savepoints of a job, ascending.</summary>
    public async Task<IReadOnlyList<RetainedCheckpoint>> FindSavepointsAsync(string jobId, CancellationToken cancellation)
    {
        var found = new List<RetainedCheckpoint>();
        await foreach (var folder in blobs.ListAsync($"{jobId}/{Savepoints}/", cancellation))
        {
            if (!folder.IsFolder || CheckpointName.IdOf(folder.Name.Split('/')[^2]) is not (var checkpoint and > 0)) continue;
            await foreach (var item in blobs.ListAsync(folder.Name, cancellation))
            {
                if (item.Name.AsSpan(folder.Name.Length).StartsWith(ManifestPrefix)) found.Add(new RetainedCheckpoint(checkpoint, item.Name));
            }
        }

        return [.. found.OrderBy(static c => c.Checkpoint)];
    }

    /// <summary>Whether a retained checkpoint is a savepoint that the job was restored from.</summary>
    public static bool IsSavepoint(RetainedCheckpoint checkpoint) => checkpoint.Manifest.Contains($"/{Savepoints}/", StringComparison.Ordinal);

    /// <summary>Returns a blob's name for messages.</summary>
    public string Describe(string name) => blobs.Describe(name);

    /// <exception cref="CorruptBlobException">The manifest is missing or damaged.</exception>
    public async Task<CheckpointManifest> ReadManifestAsync(string name, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(SealedText.Open(await blobs.ReadAsync(name, cancellation), blobs.Describe(name)), CheckpointJson.Default.CheckpointManifest)!;

    /// <summary>
    /// Returns the newest retained checkpoint whose blobs are all intact, and what is wrong with the newer ones; the manifest is null where
    /// the job has completed none.
    /// </summary>
    /// <exception cref="CorruptBlobException">No retained checkpoint is intact.</exception>
    public async Task<(CheckpointManifest? Manifest, IReadOnlyList<string> Damage)> ReadNewestWholeAsync(JobHead head, CancellationToken cancellation)
    {
        var damage = new List<string>();
        foreach (var checkpoint in head.Retained.Reverse())
        {
            try
            {
                var manifest = await ReadManifestAsync(checkpoint.Manifest, cancellation);
                await State.VerifyAsync(manifest, cancellation);
                return (manifest, damage);
            }
            catch (CorruptBlobException e)
            {
                damage.Add($"Checkpoint {checkpoint.Checkpoint}: {e.Message}");
            }
        }

        return damage.Count == 0
            ? (null, damage)
            : throw new CorruptBlobException($"No retained checkpoint of job {head.JobId} is intact:\n{string.Join('\n', damage)}");
    }

    /// <summary>Deletes what no retained checkpoint of a job reaches. Files with other names are left alone.</summary>
    /// <returns>The number of files with other names.</returns>
    public async Task<int> SweepJobAsync(JobHead head, CancellationToken cancellation)
    {
        var (own, foreign) = (new List<(string, long)>(), 0);
        foreach (var folder in (string[])[CheckpointName.Blobs, CheckpointName.Manifests])
        {
            await foreach (var item in blobs.ListAsync($"{head.JobId}/{folder}/", cancellation))
            {
                if (CheckpointName.Parse(item.Name) is { Checkpoint: var checkpoint }) own.Add((item.Name, checkpoint));
                else foreign++;
            }
        }

        var retained = new List<CheckpointManifest>();
        foreach (var checkpoint in head.Retained) retained.Add(await ReadManifestAsync(checkpoint.Manifest, cancellation));
        foreach (var name in Sweep.Decide(head, retained, own)) await blobs.DeleteAsync(name, cancellation);
        return foreign;
    }

    /// <summary>Deletes the leftovers of writers that died long ago: of a job, or of all where the id is empty.</summary>
    public Task SweepUnfinishedAsync(string jobId, CancellationToken cancellation) => blobs.SweepUnfinishedAsync(jobId.Length == 0 ? "" : $"{jobId}/", cancellation);

    private static string Savepoint(string jobId, long checkpoint) => $"{jobId}/{Savepoints}/{checkpoint:D12}";

    private static string HeadName(string jobId) => $"{jobId}/{Head}";
}
