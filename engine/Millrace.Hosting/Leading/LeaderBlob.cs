using System.Text.Json;
using System.Text.Json.Serialization;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Leading;

/// <summary>
/// The blob that says who leads a cluster. It guards nothing by itself: what a leader writes is guarded by the heads of jobs, into which each swaps its
/// epoch before it acts.
/// </summary>
/// <param name="blobs">The cluster's storage.</param>
public sealed partial class LeaderBlob(IBlobStore blobs)
{
    /// <summary>The name of the blob.</summary>
    public const string Name = "leader";

    /// <summary>Reads who leads; null where nobody ever has.</summary>
    public async Task<StoredLeader?> ReadAsync(CancellationToken cancellation)
    {
        if (await blobs.ReadVersionedAsync(Name, cancellation) is not { } blob) return null;
        try
        {
            return new StoredLeader(SealedJson.Open(blob.Content, blobs.Describe(Name), LeaderJson.Default.LeaderRecord), blob.Version);
        }
        catch (Exception e) when (e is CorruptBlobException or JsonException)
        {
            // The next leader replaces it.
            return new StoredLeader(null, blob.Version);
        }
    }

    /// <summary>Replaces a version.</summary>
    /// <param name="record">Who leads from now on.</param>
    /// <param name="expected">The version that is replaced; null where there must be none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The new version; null where another writer was faster, or perhaps this one with a call whose answer was lost.</returns>
    public Task<BlobVersion?> TrySwapAsync(LeaderRecord record, BlobVersion? expected, CancellationToken cancellation) =>
        blobs.TrySwapAsync(Name, expected, SealedJson.Seal(record, LeaderJson.Default.LeaderRecord), cancellation);

    [JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
    [JsonSerializable(typeof(LeaderRecord))]
    internal sealed partial class LeaderJson : JsonSerializerContext;
}
