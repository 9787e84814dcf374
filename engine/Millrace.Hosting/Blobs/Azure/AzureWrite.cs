using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>One write of a blob, which is recognized by its name in the blob's metadata: a write that was refused may have taken effect before.</summary>
/// <param name="blob">The blob.</param>
internal sealed class AzureWrite(BlockBlobClient blob)
{
    private const string Key = "millracewrite";

    private readonly string _name = Guid.NewGuid().ToString("N");

    private Dictionary<string, string> Metadata => new(StringComparer.Ordinal) { [Key] = _name };

    /// <summary>Writes all content at once; returns its ETag, or null where the conditions do not hold.</summary>
    public Task<ETag?> PutAsync(ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, CancellationToken cancellation) => DecideAsync(async () =>
    {
        // One request, however large the content is: what is cut into blocks takes names for them that two writers would share.
        var options = new BlobUploadOptions { Conditions = conditions, Metadata = Metadata, TransferOptions = new() { InitialTransferSize = int.MaxValue } };
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await blob.UploadAsync(stream, options, cancellation);
    }, cancellation);

    /// <summary>Makes the blob of blocks; returns its ETag.</summary>
    public Task<ETag?> CommitAsync(IEnumerable<string> blocks, CancellationToken cancellation) => DecideAsync(
        async () => await blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { Metadata = Metadata }, cancellation), cancellation);

    private async Task<ETag?> DecideAsync(Func<Task<Response<BlobContentInfo>>> write, CancellationToken cancellation)
    {
        try
        {
            return (await write()).Value.ETag;
        }
        catch (RequestFailedException e) when (IsRefusal(e))
        {
            if (await FindAsync(cancellation) is { } written) return written;
            // Blocks that are gone are no answer to the conditions.
            if (e.ErrorCode == BlobErrorCode.InvalidBlockList) throw;
            return null;
        }
    }

    private static bool IsRefusal(RequestFailedException e) =>
        e.Status == 412 || e.ErrorCode == BlobErrorCode.BlobAlreadyExists || e.ErrorCode == BlobErrorCode.InvalidBlockList;

    /// <summary>Returns the ETag where what is stored now was written by this write.</summary>
    private async Task<ETag?> FindAsync(CancellationToken cancellation)
    {
        var stored = await AzureErrors.FindAsync(async () => (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value);
        return stored is not null && stored.Metadata.TryGetValue(Key, out var name) && name == _name ? stored.ETag : null;
    }
}
