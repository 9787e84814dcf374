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
    public IReadOnlyList<string> List() =>
        [.. blobs.List("").Select(n => n.Split('/')).Where(p => p.Length == 2 && p[1] == RecordName).Select(p => p[0]).Order(StringComparer.Ordinal)];

    /// <exception cref="CorruptBlobException">It is missing or damaged.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public JobRecord Read(string jobId) => Open(NameOf(jobId), JobJson.Default.JobRecord);

    /// <summary>Reads how a job ended under a leader; null where it has not.</summary>
    /// <exception cref="CorruptBlobException">It is damaged.</exception>
    public JobEnd? ReadEnd(string jobId, long leaderEpoch) =>
        blobs.List($"{jobId}/").Contains(NameOfEnd(jobId, leaderEpoch)) ? Open(NameOfEnd(jobId, leaderEpoch), JobJson.Default.JobEnd) : null;

    /// <summary>Records that a job was submitted, or submitted again.</summary>
    public void Write(JobRecord record) => Put(NameOf(record.Job.JobId), record, JobJson.Default.JobRecord);

    /// <summary>Records that a job ended under a leader. The record of a writer that no longer leads the job is ignored.</summary>
    public void WriteEnd(string jobId, long leaderEpoch, JobEnd end) => Put(NameOfEnd(jobId, leaderEpoch), end, JobJson.Default.JobEnd);

    /// <summary>Reads what went wrong with a job, as last recorded by its leaders up to this one; null where nothing did.</summary>
    /// <exception cref="CorruptBlobException">It is damaged.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public JobPast? ReadPast(string jobId, long leaderEpoch)
    {
        var newest = PastEpochs(jobId).Where(e => e <= leaderEpoch).DefaultIfEmpty(-1).Max();
        return newest < 0 ? null : Open(NameOfPast(jobId, newest), JobJson.Default.JobPast);
    }

    /// <summary>Records what went wrong with a job under a leader.</summary>
    public void WritePast(string jobId, long leaderEpoch, JobPast past)
    {
        Put(NameOfPast(jobId, leaderEpoch), past.Cut(), JobJson.Default.JobPast);
        foreach (var former in PastEpochs(jobId).Where(e => e < leaderEpoch)) blobs.Delete(NameOfPast(jobId, former));
    }

    private List<long> PastEpochs(string jobId)
    {
        var prefix = $"{jobId}/{PastName}";
        return [.. blobs.List($"{jobId}/").Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => long.TryParse(n.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : -1).Where(static e => e >= 0)];
    }

    private static string NameOfPast(string jobId, long leaderEpoch) => $"{jobId}/{PastName}{leaderEpoch}";

    private static string NameOfEnd(string jobId, long leaderEpoch) => $"{jobId}/{EndName}{leaderEpoch}";

    private T Open<T>(string name, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(SealedText.Open(blobs.Read(name), blobs.Describe(name)), type)!;

    private void Put<T>(string name, T value, JsonTypeInfo<T> type) => blobs.Put(name, SealedText.Seal(JsonSerializer.Serialize(value, type)));
}
