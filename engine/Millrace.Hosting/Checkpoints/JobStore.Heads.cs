using System.Globalization;
using System.Runtime.CompilerServices;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>Finds the head to resume from, even if its newest version is damaged.</summary>
public sealed partial class JobStore
{
    /// <summary>The maximum number of attempts that may have come after the newest one found in a name.</summary>
    private const int Unseen = 1000;

    private const string TimeOfIds = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>Returns the newest job of a name, or null.</summary>
    /// <param name="jobName">The name.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <param name="exists">Returns whether a head is that of a job; null where each is.</param>
    /// <exception cref="CorruptBlobException">No version of the head of a job that may have the name can be read.</exception>
    public async Task<JobHead?> FindNewestAsync(string jobName, CancellationToken cancellation, Func<JobHead, Task<bool>>? exists = null)
    {
        await foreach (var head in FindJobsAsync(jobName, cancellation))
        {
            if (exists is null || await exists(head)) return head;
        }

        return null;
    }

    /// <summary>Returns the jobs of a name, the newest first. Ids start with the time of creation.</summary>
    /// <exception cref="CorruptBlobException">No version of the head of a job that may have the name can be read.</exception>
    public async IAsyncEnumerable<JobHead> FindJobsAsync(string jobName, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var item in blobs.ListAsync("", cancellation))
        {
            if (item.IsFolder) ids.Add(item.Name[..^1]);
        }

        foreach (var id in ids.OrderDescending(StringComparer.Ordinal))
        {
            if (await FindHeadOfAsync(id, jobName, cancellation) is { } head && head.JobName == jobName) yield return head;
        }
    }

    /// <summary>Returns a job's name as it appears in its id.</summary>
    public static string NamePart(string jobName) => string.Concat(jobName.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));

    /// <summary>
    /// Finds the head to resume from: the newest version, or else the latest one that can be read; where a checkpoint is named and there is
    /// none, one built from that checkpoint's manifest. Null where the job has no head, and no such checkpoint is named. Its numbers are above
    /// all that may have been used since, and it lists what is wrong with the versions that were skipped.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="checkpoint">The checkpoint to restore; null for the latest.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="CorruptBlobException">There is a head, and no version of it can be read.</exception>
    public async Task<StoredHead?> FindHeadAsync(string jobId, long? checkpoint, CancellationToken cancellation)
    {
        var newest = await blobs.ReadVersionedAsync(HeadName(jobId), cancellation);
        var damage = new List<string>();
        for (var blob = newest; blob is not null; blob = await blobs.ReadBeforeAsync(HeadName(jobId), blob.Version, cancellation))
        {
            try
            {
                return new StoredHead(Above(OpenHead(jobId, blob), damage), newest!.Version);
            }
            catch (CorruptBlobException e)
            {
                damage.Add(e.Message);
            }
        }

        if (checkpoint is { } id && await FindManifestAsync(jobId, id, cancellation) is { } found)
            return new StoredHead(await RebuildAsync(jobId, found, cancellation) with { PassedOver = damage }, newest?.Version);
        return damage.Count == 0 ? null : throw new CorruptBlobException(string.Join('\n', damage));
    }

    /// <summary>Finds a checkpoint whose manifest exists, whether or not a head names it; null where there is none.</summary>
    public async Task<RetainedCheckpoint?> FindManifestAsync(string jobId, long checkpoint, CancellationToken cancellation)
    {
        var found = (await FindSavepointsAsync(jobId, cancellation)).LastOrDefault(s => s.Checkpoint == checkpoint);
        if (found is not null) return found;
        await foreach (var item in blobs.ListAsync($"{jobId}/{CheckpointName.Manifests}/", cancellation))
        {
            if (CheckpointName.Parse(item.Name) is { LeaderEpoch: > 0 } name && name.Checkpoint == checkpoint) found = new RetainedCheckpoint(checkpoint, item.Name);
        }

        return found;
    }

    private async Task<JobHead?> FindHeadOfAsync(string jobId, string jobName, CancellationToken cancellation)
    {
        try
        {
            return (await FindHeadAsync(jobId, null, cancellation))?.Head;
        }
        catch (CorruptBlobException) when (!jobId.Contains(NamePart(jobName), StringComparison.Ordinal))
        {
            // Only the id tells whose head it is.
            return null;
        }
    }

    // Each skipped version may have started an attempt and reserved ids.
    private static JobHead Above(JobHead head, List<string> damage) => damage.Count == 0 ? head : head with
    {
        Attempt = head.Attempt + damage.Count,
        ReservedIds = head.ReservedIds + (damage.Count * JobHead.IdBlock),
        PassedOver = [.. damage, .. head.PassedOver],
    };

    private async Task<JobHead> RebuildAsync(string jobId, RetainedCheckpoint checkpoint, CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(checkpoint.Manifest, cancellation);
        var names = new List<CheckpointName>();
        foreach (var folder in (string[])[CheckpointName.Blobs, CheckpointName.Manifests])
        {
            await foreach (var item in blobs.ListAsync($"{jobId}/{folder}/", cancellation))
            {
                if (CheckpointName.Parse(item.Name) is { } name) names.Add(name);
            }
        }

        var savepoints = await FindSavepointsAsync(jobId, cancellation);
        var highest = names.Select(static n => n.Checkpoint).Concat(savepoints.Select(static s => s.Checkpoint)).Append(checkpoint.Checkpoint).Max();
        var begun = jobId.Length >= 19 && DateTimeOffset.TryParseExact(jobId[..19], TimeOfIds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
        return JobHead.Create(jobId, manifest.JobName, manifest.MaxParallelism, begun) with
        {
            LeaderEpoch = names.Select(static n => n.LeaderEpoch).DefaultIfEmpty().Max(),
            Attempt = names.Select(static n => n.Attempt).DefaultIfEmpty().Max() + Unseen,
            ReservedIds = ((highest / JobHead.IdBlock) + 2) * JobHead.IdBlock,
            Retained = [checkpoint],
        };
    }

    private JobHead OpenHead(string jobId, VersionedBlob blob) =>
        SealedJson.Open(blob.Content, blobs.Describe(HeadName(jobId), blob.Version), CheckpointJson.Default.JobHead);
}
