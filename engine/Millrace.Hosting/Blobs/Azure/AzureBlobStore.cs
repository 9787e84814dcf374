using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>
/// Blobs of a container of Azure Blob Storage. Versions are ETags. The client repeats requests whose answers are lost, and a repeated write that took effect
/// is refused: each write has a name of its own in the blob's metadata, by which it is recognized.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="uri">Its URI, with the prefix of all names.</param>
internal sealed class AzureBlobStore(BlobContainerClient container, StorageUri uri) : IBlobStore
{
    private readonly string _prefix = uri.Prefix.Length == 0 ? "" : $"{uri.Prefix}/";

    public string Describe(string name) => $"{uri}/{name}";

    public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled<BlobWriter>(cancellation) : Task.FromResult<BlobWriter>(new AzureBlobWriter(Blob(name), Describe(name)));

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => CallAsync(name, async () =>
    {
        using var answer = await DownloadAsync(name, default, cancellation);
        var content = new byte[answer.Details.ContentLength];
        await answer.Content.ReadExactlyAsync(content, cancellation);
        return content;
    }, cancellation);

    public Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation) => CallAsync(name, async () =>
    {
        if (destination.Length == 0) return true;
        try
        {
            using var answer = await DownloadAsync(name, new HttpRange(offset, destination.Length), cancellation);
            var read = await answer.Content.ReadAtLeastAsync(destination, destination.Length, throwOnEndOfStream: false, cancellation);
            return read == destination.Length ? true : throw Short(name, offset, destination.Length, read);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidRange)
        {
            throw Short(name, offset, destination.Length, 0);
        }
    }, cancellation);

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) => CallAsync(
        name, async () => (await AzureErrors.FindAsync(async () => (await Blob(name).GetPropertiesAsync(cancellationToken: cancellation)).Value))?.ContentLength, cancellation);

    public async IAsyncEnumerable<BlobItem> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new GetBlobsByHierarchyOptions { Prefix = _prefix + folder, Delimiter = "/" };
        // A page has its folders first; the order of names goes over pages.
        await foreach (var page in PagesAsync(folder, container.GetBlobsByHierarchyAsync(options, cancellation), cancellation))
        {
            var items = page.Values.Select(i => i.IsPrefix ? new BlobItem(i.Prefix[_prefix.Length..], 0) : new BlobItem(i.Blob.Name[_prefix.Length..], i.Blob.Properties.ContentLength ?? 0));
            foreach (var item in items.OrderBy(static i => i.Name, StringComparer.Ordinal)) yield return item;
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) => CallAsync(
        name, () => AzureErrors.FindAsync(() => Blob(name).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation)), cancellation);

    public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation) => CallAsync(name, async () =>
    {
        var answer = await AzureErrors.FindAsync(async () => (await Blob(name).DownloadContentAsync(new BlobDownloadOptions(), cancellation)).Value);
        return answer is null ? null : new VersionedBlob(VersionOf(answer.Details.ETag), answer.Content.ToArray());
    }, cancellation);

    public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation) => CallAsync(name, async () =>
    {
        var write = new AzureWrite(Blob(name));
        var conditions = expected is { } version ? new BlobRequestConditions { IfMatch = new ETag(version.Token) } : new BlobRequestConditions { IfNoneMatch = ETag.All };
        return await write.PutAsync(content, conditions, cancellation) is { } tag ? VersionOf(tag) : (BlobVersion?)null;
    }, cancellation);

    private async Task<BlobDownloadStreamingResult> DownloadAsync(string name, HttpRange range, CancellationToken cancellation) =>
        await AzureErrors.FindAsync(async () => (await Blob(name).DownloadStreamingAsync(new BlobDownloadOptions { Range = range }, cancellation)).Value) ?? throw Missing(name);

    private BlockBlobClient Blob(string name) => container.GetBlockBlobClient(_prefix + name);

    private async IAsyncEnumerable<Page<BlobHierarchyItem>> PagesAsync(
        string folder, AsyncPageable<BlobHierarchyItem> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var pages = items.AsPages().GetAsyncEnumerator(cancellation);
        while (await CallAsync(folder, async () => await pages.MoveNextAsync(), cancellation)) yield return pages.Current;
    }

    private Task<T> CallAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellation) => AzureErrors.TranslateAsync(Describe(name), call, cancellation);

    private static BlobVersion VersionOf(ETag tag) => new(tag.ToString());

    private CorruptBlobException Missing(string name) => new($"{Describe(name)} is missing.");

    private CorruptBlobException Short(string name, long offset, int expected, int read) =>
        new($"{Describe(name)} ends early: expected {expected} bytes at {offset}, found {read}.");
}
