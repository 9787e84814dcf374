using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Restoring;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>Calls of stores that answer at once, as those in memory and in folders do.</summary>
public static class ImmediateStores
{
    /// <summary>Returns the answer.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public static T Now<T>(this Task<T> call) => call.IsCompleted ? call.GetAwaiter().GetResult() : throw new InvalidOperationException("The store has not answered.");

    /// <summary>Requires that the call is over.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public static void Now(this Task call)
    {
        if (!call.IsCompleted) throw new InvalidOperationException("The store has not answered.");
        call.GetAwaiter().GetResult();
    }

    /// <summary>Returns all items.</summary>
    /// <exception cref="InvalidOperationException">They are not there yet.</exception>
    public static List<T> Now<T>(this IAsyncEnumerable<T> items)
    {
        return ReadAsync().Now();

        async Task<List<T>> ReadAsync()
        {
            var read = new List<T>();
            await foreach (var item in items) read.Add(item);
            return read;
        }
    }

    public static void Put(this IBlobStore store, string name, ReadOnlyMemory<byte> content) => store.PutAsync(name, content, CancellationToken.None).Now();

    public static byte[] Read(this IBlobStore store, string name) => store.ReadAsync(name, CancellationToken.None).Now();

    /// <summary>Returns the names of all blobs in a folder and below, in order.</summary>
    public static List<string> List(this IBlobStore store, string folder) =>
        [.. store.ListAllAsync(folder, CancellationToken.None).Now().Select(static i => i.Name).Order(StringComparer.Ordinal)];

    public static void Delete(this IBlobStore store, string name) => store.DeleteAsync(name, CancellationToken.None).Now();

    public static VersionedBlob? ReadVersioned(this IBlobStore store, string name) => store.ReadVersionedAsync(name, CancellationToken.None).Now();

    public static BlobVersion? TrySwap(this IBlobStore store, string name, BlobVersion? expected, ReadOnlyMemory<byte> content) =>
        store.TrySwapAsync(name, expected, content, CancellationToken.None).Now();

    public static StoredHead? ReadHead(this JobStore store, string jobId) => store.ReadHeadAsync(jobId, CancellationToken.None).Now();

    public static StoredHead? FindHead(this JobStore store, string jobId, long? checkpoint = null) => store.FindHeadAsync(jobId, checkpoint, CancellationToken.None).Now();

    /// <summary>Replaces a version of a job's head, or enters a new one; returns whether it did.</summary>
    public static bool TrySwapHead(this JobStore store, JobHead head, BlobVersion? expected = null) =>
        store.TrySwapHeadAsync(head, expected, CancellationToken.None).Now() is not null;

    public static JobHead? FindNewest(this JobStore store, string jobName) => store.FindNewestAsync(jobName, CancellationToken.None).Now();

    public static List<JobHead> FindJobs(this JobStore store, string jobName) => store.FindJobsAsync(jobName, CancellationToken.None).Now();

    public static IReadOnlyList<RetainedCheckpoint> FindSavepoints(this JobStore store, string jobId) => store.FindSavepointsAsync(jobId, CancellationToken.None).Now();

    public static CheckpointManifest ReadManifest(this JobStore store, string name) => store.ReadManifestAsync(name, CancellationToken.None).Now();

    /// <summary>Writes a manifest, with its operators where it names none, and returns its name.</summary>
    public static string WriteManifest(this JobStore store, CheckpointManifest manifest, long leaderEpoch = 1, IReadOnlyList<JobOperator>? operators = null) =>
        store.WriteManifestAsync(manifest, operators ?? [], leaderEpoch, CancellationToken.None).Now().Name;

    public static RestoredCheckpoint ReadCheckpoint(this JobStore store, string name) => store.ReadCheckpointAsync(name, CancellationToken.None).Now();

    public static (RestoredCheckpoint? Checkpoint, IReadOnlyList<string> Damage) ReadNewestWhole(this JobStore store, JobHead head, Dictionary<long, string>? damaged = null) =>
        store.ReadNewestWholeAsync(head, damaged ?? [], CancellationToken.None).Now();

    /// <summary>Returns the blobs of state that a checkpoint reaches.</summary>
    public static IReadOnlyList<StateBlob> ReadState(this JobStore store, CheckpointManifest manifest) => store.ReadStateAsync(manifest, CancellationToken.None).Now();

    /// <summary>Returns the names of all that a checkpoint reaches, itself included.</summary>
    public static IReadOnlyList<string> Reach(this JobStore store, string manifest)
    {
        var read = store.ReadManifest(manifest);
        return [manifest, .. JobStore.IndexOf(read), .. store.ReadState(read).Select(static b => b.Name)];
    }

    public static int Scavenge(this JobStore store, JobHead head) => store.ScavengeAsync(head, CancellationToken.None).Now();

    public static StateBlob Write(this StateBlobs store, string name, ReadOnlyMemory<byte> content, IEnumerable<StateBlock> blocks) =>
        store.WriteAsync(name, content, blocks, CancellationToken.None).Now();

    /// <summary>Writes a run of an index, and returns its length.</summary>
    public static long WriteIndex(this StateBlobs store, string name, IReadOnlyList<StateBlob> run) => store.WriteIndexAsync(name, run, CancellationToken.None).Now();

    /// <summary>Reads blocks of a blob, in the order of their offsets.</summary>
    public static List<(StateBlock Block, ReadOnlyMemory<byte> Bytes)> Read(this StateBlobs store, StateBlob blob)
    {
        var read = new List<(StateBlock, ReadOnlyMemory<byte>)>();
        foreach (var range in StateBlobs.RangesOf(blob))
        {
            var bytes = new byte[range.Length];
            store.ReadAsync(range, bytes, CancellationToken.None).Now();
            read.AddRange(range.Blocks.Select(b => (b, range.Of(b, bytes))));
        }

        return read;
    }

    /// <summary>Reads all that a checkpoint reaches.</summary>
    /// <exception cref="CorruptBlobException">Something is missing or damaged.</exception>
    public static void Verify(this JobStore store, string manifest)
    {
        foreach (var blob in store.ReadState(store.ReadCheckpoint(manifest).Manifest)) store.State.Read(blob);
    }

    public static JobRecord Read(this JobRecords records, string jobId) => records.ReadAsync(jobId, CancellationToken.None).Now();

    public static JobEnd? ReadEnd(this JobRecords records, string jobId, long leaderEpoch) => records.ReadEndAsync(jobId, leaderEpoch, CancellationToken.None).Now();

    public static bool TryWrite(this JobRecords records, JobRecord record, BlobVersion? replaced = null) => records.TryWriteAsync(record, replaced, CancellationToken.None).Now();

    public static void WriteEnd(this JobRecords records, string jobId, long leaderEpoch, JobEnd end) => records.WriteEndAsync(jobId, leaderEpoch, end, CancellationToken.None).Now();

    public static bool Has(this ArtifactStore store, string hash) => store.HasAsync(hash, CancellationToken.None).Now();

    public static void Put(this ArtifactStore store, string hash, ReadOnlyMemory<byte> content) => store.PutAsync(hash, content, CancellationToken.None).Now();

    public static byte[] Read(this ArtifactStore store, string hash) => store.ReadAsync(hash, CancellationToken.None).Now();

    public static IReadOnlyList<string> List(this ArtifactStore store) => store.ListAsync(CancellationToken.None).Now();
}
