using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Jobs;

/// <summary>The jobs of a cluster in a blob store: each one's folder has what was submitted, what went wrong, and how it ended.</summary>
public sealed class JobRecords(IBlobStore blobs)
{
    private const string RecordName = "job";
    private const string EndName = "end-";
    private const string PastName = "past-";

    /// <summary>Returns the name of a job's record.</summary>
    public static string NameOf(string jobId) => $"{jobId}/{RecordName}";

    /// <summary>Returns the ids of all jobs, the oldest first: ids start with the time of creation.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var folder in blobs.ListAsync("", cancellation))
        {
            if (folder.IsFolder && await blobs.FindLengthAsync(folder.Name + RecordName, cancellation) is not null) ids.Add(folder.Name[..^1]);
        }

        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <exception cref="CorruptBlobException">It is missing or damaged.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public async Task<JobRecord> ReadAsync(string jobId, CancellationToken cancellation) =>
        SealedJson.Open(
            (await blobs.ReadVersionedAsync(NameOf(jobId), cancellation))?.Content ?? throw new CorruptBlobException($"{blobs.Describe(NameOf(jobId))} is missing."),
            blobs.Describe(NameOf(jobId)),
            JobJson.Default.JobRecord);

    /// <summary>Returns the version of a job's record, for who will replace it; null where there is none.</summary>
    public Task<BlobVersion?> FindVersionAsync(string jobId, CancellationToken cancellation) => blobs.FindVersionAsync(NameOf(jobId), cancellation);

    /// <summary>Reads how a job ended under a leader, perhaps of an earlier submission; null where it has not.</summary>
    /// <exception cref="CorruptBlobException">It is damaged.</exception>
    public async Task<JobEnd?> ReadEndAsync(string jobId, long leaderEpoch, CancellationToken cancellation) =>
        await blobs.FindLengthAsync(NameOfEnd(jobId, leaderEpoch), cancellation) is null ? null : await OpenAsync(NameOfEnd(jobId, leaderEpoch), JobJson.Default.JobEnd, cancellation);

    /// <summary>Records that a job was submitted, or submitted again.</summary>
    /// <param name="record">The record.</param>
    /// <param name="replaced">The version that it replaces; null where there must be none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Whether it did; false where another writer was faster, such as another job manager.</returns>
    public async Task<bool> TryWriteAsync(JobRecord record, BlobVersion? replaced, CancellationToken cancellation) =>
        await blobs.TrySwapAsync(NameOf(record.Job.JobId), replaced, SealedJson.Seal(record, JobJson.Default.JobRecord), cancellation) is not null;

    /// <summary>Records that a job ended under a leader. The record of a writer that no longer leads the job is ignored.</summary>
    public Task WriteEndAsync(string jobId, long leaderEpoch, JobEnd end, CancellationToken cancellation) =>
        PutAsync(NameOfEnd(jobId, leaderEpoch), end, JobJson.Default.JobEnd, cancellation);

    /// <summary>Reads what went wrong with a job, as last recorded by its leaders up to this one; null where nothing did.</summary>
    /// <exception cref="CorruptBlobException">It is damaged.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public async Task<JobPast?> ReadPastAsync(string jobId, long leaderEpoch, CancellationToken cancellation)
    {
        var newest = (await PastEpochsAsync(jobId, cancellation)).Where(e => e <= leaderEpoch).DefaultIfEmpty(-1).Max();
        return newest < 0 ? null : await OpenAsync(NameOfPast(jobId, newest), JobJson.Default.JobPast, cancellation);
    }

    /// <summary>Records what went wrong with a job under a leader.</summary>
    public async Task WritePastAsync(string jobId, long leaderEpoch, JobPast past, CancellationToken cancellation)
    {
        await PutAsync(NameOfPast(jobId, leaderEpoch), past.Cut(), JobJson.Default.JobPast, cancellation);
        foreach (var former in (await PastEpochsAsync(jobId, cancellation)).Where(e => e < leaderEpoch)) await blobs.DeleteAsync(NameOfPast(jobId, former), cancellation);
    }

    private async Task<List<long>> PastEpochsAsync(string jobId, CancellationToken cancellation)
    {
        var prefix = $"{jobId}/{PastName}";
        var epochs = new List<long>();
        await foreach (var item in blobs.ListAsync($"{jobId}/", cancellation))
        {
            if (item.Name.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(item.Name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)) epochs.Add(epoch);
        }

        return epochs;
    }

    private static string NameOfPast(string jobId, long leaderEpoch) => $"{jobId}/{PastName}{leaderEpoch}";

    private static string NameOfEnd(string jobId, long leaderEpoch) => $"{jobId}/{EndName}{leaderEpoch}";

    private async Task<T> OpenAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SealedJson.Open(await blobs.ReadAsync(name, cancellation), blobs.Describe(name), type);

    private Task PutAsync<T>(string name, T value, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        blobs.PutAsync(name, SealedJson.Seal(value, type), cancellation);
}
