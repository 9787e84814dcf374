using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
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

    private const string Plans = "plans";
    private const string ManifestPrefix = "manifest-";

    /// <summary>The state that the manifests name.</summary>
    public StateBlobs State { get; } = new(blobs);

    /// <summary>Reads the head of a job; null where there is none.</summary>
    /// <exception cref="CorruptBlobException">The head is damaged; <see cref="FindHeadAsync"/> finds one to resume from.</exception>
    public async Task<StoredHead?> ReadHeadAsync(string jobId, CancellationToken cancellation) =>
        await blobs.ReadVersionedAsync(HeadName(jobId), cancellation) is { } blob ? new StoredHead(OpenHead(jobId, blob), blob.Version) : null;

    /// <summary>Returns the newest version of a job's head, readable or not; null where there is none.</summary>
    public Task<BlobVersion?> FindVersionOfHeadAsync(string jobId, CancellationToken cancellation) => blobs.FindVersionAsync(HeadName(jobId), cancellation);

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
        var content = SealedJson.Seal(head, CheckpointJson.Default.JobHead);
        if (await blobs.TrySwapAsync(HeadName(head.JobId), expected, content, cancellation) is { } version) return new StoredHead(head, version);
        var now = await blobs.ReadVersionedAsync(HeadName(head.JobId), cancellation);
        return now is not null && now.Version != expected && now.Content.AsSpan().SequenceEqual(content) ? new StoredHead(head, now.Version) : null;
    }

    /// <summary>Makes a writer the leader of a job: the previous leader can no longer change its head.</summary>
    /// <param name="jobId">The job; its head must exist.</param>
    /// <param name="writer">A unique name of the leader.</param>
    /// <param name="leaderEpoch">Its epoch.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The head, with the new leader's epoch and a new block of ids.</returns>
    /// <exception cref="CorruptBlobException">The head is missing or damaged, or has a higher epoch.</exception>
    public async Task<StoredHead> TakeOverAsync(string jobId, string writer, long leaderEpoch, CancellationToken cancellation)
    {
        while (await FindHeadAsync(jobId, null, cancellation) is { } found)
        {
            if (found.Head.LeaderEpoch > leaderEpoch)
                throw new CorruptBlobException($"{blobs.Describe(HeadName(jobId))} has the leader epoch {found.Head.LeaderEpoch}, above {leaderEpoch} of this job manager: another one leads, or the folder was copied here.");
            if (await TrySwapHeadAsync(found.Head.TakeOver(writer, leaderEpoch), found.Version, cancellation) is { } taken) return taken;
        }

        throw new CorruptBlobException($"{blobs.Describe(HeadName(jobId))} is missing.");
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

    /// <summary>
    /// Returns the commands of a head whose writer does nothing any more. The head does not name a savepoint of a job that goes on: it was taken if its
    /// manifest is there.
    /// </summary>
    public async Task<IReadOnlyList<JobCommand>> FindCommandsAsync(JobHead head, CancellationToken cancellation)
    {
        if (!head.Commands.Any(IsOpen)) return head.Commands;
        var savepoints = await FindSavepointsAsync(head.JobId, cancellation);
        return [.. head.Commands.Select(c => IsOpen(c) && savepoints.FirstOrDefault(s => s.Checkpoint == c.Checkpoint) is { } taken ? c with { IsDone = true, Manifest = taken.Manifest } : c)];

        static bool IsOpen(JobCommand command) => command is { IsDone: false, Kind: CommandKind.Savepoint };
    }

    /// <summary>Returns a blob's name for messages.</summary>
    public string Describe(string name) => blobs.Describe(name);

    /// <summary>Deletes the leftovers of writers that died long ago: of a job, or of all where the id is empty.</summary>
    public Task SweepUnfinishedAsync(string jobId, CancellationToken cancellation) => blobs.SweepUnfinishedAsync(jobId.Length == 0 ? "" : $"{jobId}/", cancellation);

    /// <summary>Writes the plan of an attempt, before the head names it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="leaderEpoch">The epoch of this leader: names are unique to it.</param>
    /// <param name="planned">The plan.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Its name.</returns>
    public async Task<string> WritePlanAsync(string jobId, int attempt, long leaderEpoch, PlannedJob planned, CancellationToken cancellation)
    {
        var name = $"{jobId}/{Plans}/{attempt}-{leaderEpoch}";
        await blobs.PutAsync(name, StoredPlan.Write(planned), cancellation);
        return name;
    }

    /// <summary>Reads the plan that a head names; null if it names none, or it cannot be read, or another version of the engine made it.</summary>
    public async Task<PlannedJob?> ReadPlanAsync(JobHead head, CancellationToken cancellation)
    {
        try
        {
            return head.Plan.Length > 0 ? StoredPlan.Read(await blobs.ReadAsync(head.Plan, cancellation), blobs.Describe(head.Plan)) : null;
        }
        catch (CorruptBlobException)
        {
            // It is made again.
            return null;
        }
    }

    /// <summary>Deletes a plan that the head no longer names.</summary>
    public Task DeletePlanAsync(string name, CancellationToken cancellation) => blobs.DeleteAsync(name, cancellation);

    /// <summary>Deletes the plans of attempts that never began. One of a later attempt than the head's may be about to be named.</summary>
    private async Task DeletePlansAsync(JobHead head, CancellationToken cancellation)
    {
        var left = new List<string>();
        await foreach (var item in blobs.ListAsync($"{head.JobId}/{Plans}/", cancellation))
        {
            if (item.Name != head.Plan && CheckpointName.IdOf(item.Name.Split('/')[^1].Split('-')[0]) is var attempt and > 0 && attempt <= head.Attempt) left.Add(item.Name);
        }

        foreach (var name in left) await DeletePlanAsync(name, cancellation);
    }

    private static string HeadName(string jobId) => $"{jobId}/{Head}";
}
