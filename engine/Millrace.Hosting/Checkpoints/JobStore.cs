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

    private const string ManifestPrefix = "manifest-";

    /// <summary>The state that the manifests name.</summary>
    public StateBlobs State { get; } = new(blobs);

    /// <summary>Reads the head of a job with its version; null where there is none.</summary>
    /// <exception cref="CorruptBlobException">The head is damaged; <see cref="FindHead"/> finds one to resume from.</exception>
    public (JobHead Head, long Version)? ReadHead(string jobId) =>
        blobs.ReadVersioned(HeadName(jobId)) is { } blob ? (OpenHead(jobId, blob.Content, blob.Version), blob.Version) : null;

    /// <summary>Returns the newest version of a job's head, readable or not; null where there is none.</summary>
    public long? VersionOfHead(string jobId) => blobs.ReadVersioned(HeadName(jobId))?.Version;

    /// <summary>
    /// Changes a job's head; returns false where another writer changed it. On an unknown outcome it is read again: the swap succeeded if the
    /// stored head is the one written.
    /// </summary>
    public bool TrySwapHead(JobHead head, long expected)
    {
        var content = SealedText.Seal(JsonSerializer.Serialize(head, CheckpointJson.Default.JobHead));
        if (blobs.TrySwap(HeadName(head.JobId), expected, content)) return true;
        return blobs.ReadVersioned(HeadName(head.JobId)) is { } now && now.Version == expected + 1 && now.Content.AsSpan().SequenceEqual(content);
    }

    /// <summary>Makes a writer the leader of a job: the previous leader can no longer change its head.</summary>
    /// <param name="jobId">The job; its head must exist.</param>
    /// <param name="writer">A unique name of the leader.</param>
    /// <returns>The head, with the new leader's epoch.</returns>
    /// <exception cref="CorruptBlobException">The head is missing or damaged.</exception>
    public JobHead TakeOver(string jobId, string writer)
    {
        while (FindHead(jobId) is var (head, version))
        {
            var taken = head.TakeOver(writer);
            if (TrySwapHead(taken, version)) return taken;
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
    public string WriteManifest(CheckpointManifest manifest, long leaderEpoch, bool isSavepoint = false)
    {
        var name = isSavepoint
            ? $"{Savepoint(manifest.JobId, manifest.Checkpoint)}/{ManifestPrefix}{leaderEpoch}"
            : $"{manifest.JobId}/{CheckpointName.Manifests}/{manifest.Checkpoint:D12}-{leaderEpoch}";
        blobs.Put(name, SealedText.Seal(JsonSerializer.Serialize(manifest, CheckpointJson.Default.CheckpointManifest)));
        return name;
    }

    /// <summary>Returns the savepoints of a job, ascending.</summary>
    public IReadOnlyList<RetainedCheckpoint> FindSavepoints(string jobId) =>
        [.. blobs.List($"{jobId}/{Savepoints}/").Select(n => (Name: n, Parts: n.Split('/')))
            .Where(n => n.Parts.Length == 4 && n.Parts[3].StartsWith(ManifestPrefix, StringComparison.Ordinal))
            .Select(static n => (n.Name, Checkpoint: CheckpointName.IdOf(n.Parts[2])))
            .Where(static n => n.Checkpoint > 0)
            .Select(static n => new RetainedCheckpoint(n.Checkpoint, n.Name))
            .OrderBy(c => c.Checkpoint)];

    /// <summary>Whether a retained checkpoint is a savepoint that the job was restored from.</summary>
    public static bool IsSavepoint(RetainedCheckpoint checkpoint) => checkpoint.Manifest.Contains($"/{Savepoints}/", StringComparison.Ordinal);

    /// <summary>Returns a blob's name for messages.</summary>
    public string Describe(string name) => blobs.Describe(name);

    /// <exception cref="CorruptBlobException">The manifest is missing or damaged.</exception>
    public CheckpointManifest ReadManifest(string name) =>
        JsonSerializer.Deserialize(SealedText.Open(blobs.Read(name), blobs.Describe(name)), CheckpointJson.Default.CheckpointManifest)!;

    /// <summary>
    /// Returns the newest retained checkpoint whose blobs are all intact, and what is wrong with the newer ones; the manifest is null where
    /// the job has completed none.
    /// </summary>
    /// <exception cref="CorruptBlobException">No retained checkpoint is intact.</exception>
    public (CheckpointManifest? Manifest, IReadOnlyList<string> Damage) ReadNewestWhole(JobHead head)
    {
        var damage = new List<string>();
        foreach (var checkpoint in head.Retained.Reverse())
        {
            try
            {
                var manifest = ReadManifest(checkpoint.Manifest);
                State.Verify(manifest);
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
    public int SweepJob(JobHead head)
    {
        var names = blobs.List($"{head.JobId}/{CheckpointName.Blobs}/").Concat(blobs.List($"{head.JobId}/{CheckpointName.Manifests}/")).Select(static n => (Name: n, Checkpoint: CheckpointName.Parse(n)?.Checkpoint)).ToList();
        var own = names.Where(static n => n.Checkpoint is not null).Select(static n => (n.Name, n.Checkpoint!.Value));
        foreach (var name in Sweep.Decide(head, head.Retained.Select(c => ReadManifest(c.Manifest)), own)) blobs.Delete(name);
        return names.Count(static n => n.Checkpoint is null);
    }

    /// <summary>Deletes the leftovers of writers that died long ago: of a job, or of all where the id is empty.</summary>
    public void SweepUnfinished(string jobId) => blobs.SweepUnfinished(jobId.Length == 0 ? "" : $"{jobId}/");

    private static string Savepoint(string jobId, long checkpoint) => $"{jobId}/{Savepoints}/{checkpoint:D12}";

    private static string HeadName(string jobId) => $"{jobId}/{Head}";
}
