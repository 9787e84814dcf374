using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Storage;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>The store in Azure Blob Storage, over its emulator.</summary>
public sealed class AzureBlobStoreTests : BlobStoreContract, IAsyncLifetime
{
    private AzuriteServer _server = null!;
    private StorageUri _uri = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AzuriteServer.GetAsync();
        _uri = StorageUri.TryParse($"azure://{AzuriteServer.Account}/{await _server.CreateContainerAsync()}/some/folder")!;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IBlobStore Open() => new BlobStores(new AzureStorageOptions { ConnectionString = _server.ConnectionString }).Open(_uri);

    [Fact]
    public async Task Messages_name_blobs_by_uri_and_folders_are_listed_over_many_pages()
    {
        var store = Open();
        Assert.Equal($"{_uri}/job/head", store.Describe("job/head"));
        // A page has up to 5,000 names.
        var names = Enumerable.Range(0, 5_100).Select(static i => $"many/{i:D5}").ToArray();
        await Parallel.ForEachAsync(names, TestContext.Current.CancellationToken, async (name, cancellation) => await store.PutAsync(name, default, cancellation));
        Assert.Equal(names, store.ListAsync("many/", TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken).Select(static i => i.Name));
    }
}
