using System.Globalization;
using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>Finds the head to resume from, even if its newest version is damaged.</summary>
public sealed partial class JobStore
{
    /// <summary>The maximum number of attempts and leaders that may have come after the newest one found in a name.</summary>
    private const int Unseen = 1000;

    private const string TimeOfIds = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>Returns the newest job of a name, or null.</summary>
    /// <exception cref="CorruptBlobException">No version of the head of a job that may have the name can be read.</exception>
    public JobHead? FindNewest(string jobName) => FindJobs(jobName).FirstOrDefault();

    /// <summary>Returns the jobs of a name, the newest first. Ids start with the time of creation.</summary>
    /// <exception cref="CorruptBlobException">No version of the head of a job that may have the name can be read.</exception>
    public IEnumerable<JobHead> FindJobs(string jobName) =>
        blobs.List("").Select(static n => n.Split('/')).Where(static p => p is [_, Head]).Select(static p => p[0])
            .OrderDescending(StringComparer.Ordinal)
            .Select(id => FindHeadOf(id, jobName)).OfType<JobHead>().Where(h => h.JobName == jobName);

    /// <summary>Returns a job's name as it appears in its id.</summary>
    public static string NamePart(string jobName) => string.Concat(jobName.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));

    /// <summary>
    /// Finds the head to resume from: the newest version, or else the latest one that can be read; where a checkpoint is named and there is
    /// none, one built from that checkpoint's manifest. Null where the job has no head, and no such checkpoint is named. Its numbers are above
    /// all that may have been used since, and it lists what is wrong with the versions that were skipped.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="checkpoint">The checkpoint to restore; null for the latest.</param>
    /// <exception cref="CorruptBlobException">There is a head, and no version of it can be read.</exception>
    /// <returns>The head, with the version that the next swap replaces, 0 where there is none.</returns>
    public (JobHead Head, long Version)? FindHead(string jobId, long? checkpoint = null)
    {
        var newest = blobs.ReadVersioned(HeadName(jobId));
        var damage = new List<string>();
        for (var version = newest?.Version ?? 0; version > 0; version--)
        {
            if ((version == newest!.Version ? newest.Content : blobs.ReadVersion(HeadName(jobId), version)) is not { } content) break;
            try
            {
                return (Above(OpenHead(jobId, content, version), damage), newest.Version);
            }
            catch (CorruptBlobException e)
            {
                damage.Add(e.Message);
            }
        }

        if (checkpoint is { } id && FindManifest(jobId, id) is { } found) return (Rebuild(jobId, found) with { PassedOver = damage }, newest?.Version ?? 0);
        return damage.Count == 0 ? null : throw new CorruptBlobException(string.Join('\n', damage));
    }

    /// <summary>Finds a checkpoint whose manifest exists, whether or not a head names it; null where there is none.</summary>
    public RetainedCheckpoint? FindManifest(string jobId, long checkpoint) => blobs.List($"{jobId}/{CheckpointName.Manifests}/")
        .Where(n => CheckpointName.Parse(n) is { LeaderEpoch: > 0 } name && name.Checkpoint == checkpoint)
        .Select(n => new RetainedCheckpoint(checkpoint, n))
        .Concat(FindSavepoints(jobId).Where(s => s.Checkpoint == checkpoint))
        .LastOrDefault();

    private JobHead? FindHeadOf(string jobId, string jobName)
    {
        try
        {
            return FindHead(jobId)?.Head;
        }
        catch (CorruptBlobException) when (!jobId.Contains(NamePart(jobName), StringComparison.Ordinal))
        {
            // Only the id tells whose head it is.
            return null;
        }
    }

    // Each skipped version may have started an attempt under another leader, and reserved ids.
    private static JobHead Above(JobHead head, List<string> damage) => damage.Count == 0 ? head : head with
    {
        LeaderEpoch = head.LeaderEpoch + damage.Count,
        Attempt = head.Attempt + damage.Count,
        ReservedIds = head.ReservedIds + (damage.Count * JobHead.IdBlock),
        PassedOver = [.. damage, .. head.PassedOver],
    };

    private JobHead Rebuild(string jobId, RetainedCheckpoint checkpoint)
    {
        var manifest = ReadManifest(checkpoint.Manifest);
        var names = blobs.List($"{jobId}/").Select(CheckpointName.Parse).OfType<CheckpointName>().ToList();
        var highest = names.Select(static n => n.Checkpoint).Concat(FindSavepoints(jobId).Select(static s => s.Checkpoint)).Append(checkpoint.Checkpoint).Max();
        var begun = jobId.Length >= 19 && DateTimeOffset.TryParseExact(jobId[..19], TimeOfIds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
        return JobHead.Create(jobId, manifest.JobName, manifest.MaxParallelism, begun) with
        {
            LeaderEpoch = names.Select(static n => n.LeaderEpoch).DefaultIfEmpty().Max() + Unseen,
            Attempt = names.Select(static n => n.Attempt).DefaultIfEmpty().Max() + Unseen,
            ReservedIds = ((highest / JobHead.IdBlock) + 2) * JobHead.IdBlock,
            Retained = [checkpoint],
        };
    }

    private JobHead OpenHead(string jobId, byte[] content, long version) =>
        JsonSerializer.Deserialize(SealedText.Open(content, blobs.Describe(HeadName(jobId), version)), CheckpointJson.Default.JobHead)!;
}
