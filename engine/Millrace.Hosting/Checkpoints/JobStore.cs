using System.Globalization;
using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>What a blob store remembers of jobs: a folder a job, with its head, manifests and state.</summary>
public sealed class JobStore(IBlobStore blobs)
{
    /// <summary>The folder of a job's savepoints.</summary>
    public const string Savepoints = "savepoints";

    private const string ManifestPrefix = "manifest-";

    /// <summary>The state that the manifests name.</summary>
    public StateBlobs State { get; } = new(blobs);

    /// <summary>The head of a job with its version; null where there is none.</summary>
    /// <exception cref="CorruptBlobException">The head is damaged.</exception>
    public (JobHead Head, long Version)? ReadHead(string jobId)
    {
        if (blobs.ReadVersioned(HeadName(jobId)) is not { } blob) return null;
        var json = SealedText.Open(blob.Content, blobs.Describe(HeadName(jobId)));
        return (JsonSerializer.Deserialize(json, CheckpointJson.Default.JobHead)!, blob.Version);
    }

    /// <summary>
    /// Changes a job's head; false where another changed it. On an unknown outcome it is read again: the swap succeeded if what is there
    /// is what was written.
    /// </summary>
    public bool TrySwapHead(JobHead head, long expected)
    {
        var content = SealedText.Seal(JsonSerializer.Serialize(head, CheckpointJson.Default.JobHead));
        if (blobs.TrySwap(HeadName(head.JobId), expected, content)) return true;
        return blobs.ReadVersioned(HeadName(head.JobId)) is { } now && now.Version == expected + 1 && now.Content.AsSpan().SequenceEqual(content);
    }

    /// <summary>Makes somebody the leader of a job: whoever led it before can change its head no more.</summary>
    /// <param name="jobId">The job; its head must be there.</param>
    /// <param name="writer">Names the leader, as nobody else.</param>
    /// <returns>The head, with the new leader's epoch.</returns>
    /// <exception cref="CorruptBlobException">The head is missing or damaged.</exception>
    public JobHead TakeOver(string jobId, string writer)
    {
        while (ReadHead(jobId) is var (head, version))
        {
            var taken = head.TakeOver(writer);
            if (TrySwapHead(taken, version)) return taken;
        }

        throw new CorruptBlobException($"{blobs.Describe(HeadName(jobId))} is missing.");
    }

    /// <summary>The newest job of a name, or null.</summary>
    public JobHead? FindNewest(string jobName) => FindJobs(jobName).FirstOrDefault();

    /// <summary>The jobs of a name, the newest first. Ids begin with the time of their making.</summary>
    public IEnumerable<JobHead> FindJobs(string jobName) =>
        blobs.List("").Select(n => n.Split('/')).Where(p => p.Length == 2 && p[1] == "head").Select(p => p[0])
            .OrderDescending(StringComparer.Ordinal)
            .Select(id => ReadHead(id)?.Head).OfType<JobHead>().Where(h => h.JobName == jobName);

    /// <summary>
    /// What the names of a subtask's blobs begin with: no other attempt and no other process writes under it. A savepoint has a folder of
    /// its own, which no sweep looks into.
    /// </summary>
    public static string StateName(string jobId, CheckpointBarrier barrier, SubtaskId subtask, int attempt, string nonce)
    {
        var own = $"{subtask.Vertex}-{subtask.Index}-{attempt}-{nonce}";
        return barrier.IsSavepoint ? $"{Savepoint(jobId, barrier.Checkpoint)}/{own}" : $"{jobId}/blobs/{barrier.Checkpoint:D12}-{own}";
    }

    /// <summary>Writes a manifest under a name that is unique to the leader epoch, and returns the name.</summary>
    public string WriteManifest(CheckpointManifest manifest, long leaderEpoch, bool isSavepoint = false)
    {
        var name = isSavepoint
            ? $"{Savepoint(manifest.JobId, manifest.Checkpoint)}/{ManifestPrefix}{leaderEpoch}"
            : $"{manifest.JobId}/manifests/{manifest.Checkpoint:D12}-{leaderEpoch}";
        blobs.Put(name, SealedText.Seal(JsonSerializer.Serialize(manifest, CheckpointJson.Default.CheckpointManifest)));
        return name;
    }

    /// <summary>The savepoints of a job, ascending.</summary>
    public IReadOnlyList<RetainedCheckpoint> FindSavepoints(string jobId) =>
        [.. blobs.List($"{jobId}/{Savepoints}/").Select(n => (Name: n, Parts: n.Split('/')))
            .Where(n => n.Parts.Length == 4 && n.Parts[3].StartsWith(ManifestPrefix, StringComparison.Ordinal))
            .Select(n => new RetainedCheckpoint(long.Parse(n.Parts[2], CultureInfo.InvariantCulture), n.Name))
            .OrderBy(c => c.Checkpoint)];

    /// <summary>Whether a retained checkpoint is a savepoint that the job went back to.</summary>
    public static bool IsSavepoint(RetainedCheckpoint checkpoint) => checkpoint.Manifest.Contains($"/{Savepoints}/", StringComparison.Ordinal);

    /// <summary>What to call a blob in a message.</summary>
    public string Describe(string name) => blobs.Describe(name);

    /// <exception cref="CorruptBlobException">The manifest is missing or damaged.</exception>
    public CheckpointManifest ReadManifest(string name) =>
        JsonSerializer.Deserialize(SealedText.Open(blobs.Read(name), blobs.Describe(name)), CheckpointJson.Default.CheckpointManifest)!;

    /// <summary>
    /// The newest retained checkpoint of which every blob is whole, and what is wrong with the newer ones; null as its manifest where
    /// the job has completed none.
    /// </summary>
    /// <exception cref="CorruptBlobException">None of those retained is whole.</exception>
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
            : throw new CorruptBlobException($"No retained checkpoint of job {head.JobId} is whole:\n{string.Join('\n', damage)}");
    }

    /// <summary>Deletes what no retained checkpoint of a job reaches.</summary>
    public void SweepJob(JobHead head)
    {
        var names = blobs.List($"{head.JobId}/blobs/").Concat(blobs.List($"{head.JobId}/manifests/"))
            .Select(n => (n, long.Parse(n[(n.LastIndexOf('/') + 1)..].Split('-')[0])));
        foreach (var name in Sweep.Decide(head, head.Retained.Select(c => ReadManifest(c.Manifest)), names)) blobs.Delete(name);
    }

    private static string Savepoint(string jobId, long checkpoint) => $"{jobId}/{Savepoints}/{checkpoint:D12}";

    private static string HeadName(string jobId) => $"{jobId}/head";
}
