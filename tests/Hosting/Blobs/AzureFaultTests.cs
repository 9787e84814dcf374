using System.Net;
using Azure.Core.Pipeline;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;
using Millrace.Hosting.Storage;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>Faults of Azure Blob Storage, made where the client sends its requests, so that its own retries run.</summary>
public sealed class AzureFaultTests : IAsyncLifetime
{
    private readonly FaultyTransport _faults = new();
    private AzuriteServer _server = null!;
    private StorageUri _uri = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await AzuriteServer.GetAsync();
        _uri = StorageUri.TryParse($"azure://{AzuriteServer.Account}/{await _server.CreateContainerAsync()}")!;
    }

    public ValueTask DisposeAsync()
    {
        _faults.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_swap_whose_answer_is_lost_has_succeeded_all_the_same()
    {
        var store = Open();
        _faults.LoseAnswer(HttpMethod.Put);
        var first = await store.TrySwapAsync("job/head", null, new byte[] { 1 }, Cancellation);
        Assert.NotNull(first);
        _faults.LoseAnswer(HttpMethod.Put);
        var second = await store.TrySwapAsync("job/head", first, new byte[] { 2 }, Cancellation);
        Assert.Equal(second, (await store.ReadVersionedAsync("job/head", Cancellation))!.Version);
        Assert.Equal(2, _faults.Struck);
    }

    [Fact]
    public async Task A_swap_on_top_of_which_another_was_made_is_not_won()
    {
        var store = Open();
        var first = await store.TrySwapAsync("job/head", null, new byte[] { 1 }, Cancellation);
        _faults.LoseAnswer(HttpMethod.Put, async () =>
        {
            var now = await Open(new FaultyTransport()).ReadVersionedAsync("job/head", Cancellation);
            Assert.NotNull(await Open(new FaultyTransport()).TrySwapAsync("job/head", now!.Version, new byte[] { 3 }, Cancellation));
        });
        Assert.Null(await store.TrySwapAsync("job/head", first, new byte[] { 2 }, Cancellation));
        Assert.Equal([3], (await store.ReadVersionedAsync("job/head", Cancellation))!.Content);
    }

    [Fact]
    public async Task A_large_blob_whose_commit_has_no_answer_is_there()
    {
        var store = Open();
        var content = new byte[20 << 20];
        new Random(1).NextBytes(content);
        _faults.LoseAnswer(HttpMethod.Put, query: "comp=blocklist");
        await store.PutAsync("job/blobs/a", content, Cancellation);
        Assert.Equal(1, _faults.Struck);
        Assert.Equal(content, await store.ReadAsync("job/blobs/a", Cancellation));
    }

    [Fact]
    public async Task A_throttled_request_is_repeated_when_the_service_says()
    {
        _faults.Answer(HttpStatusCode.ServiceUnavailable, times: 2, retryAfter: "0");
        await Open().PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation);
        Assert.Equal(2, _faults.Struck);
        Assert.Equal([1], await Open().ReadAsync("job/blobs/a", Cancellation));
    }

    [Fact]
    public async Task A_blob_whose_answer_is_cut_midway_is_read_to_its_end()
    {
        var content = new byte[1 << 20];
        new Random(2).NextBytes(content);
        await Open().PutAsync("job/blobs/a", content, Cancellation);
        _faults.CutAnswer(after: 1000);
        Assert.Equal(content, await Open().ReadAsync("job/blobs/a", Cancellation));
        Assert.Equal(1, _faults.Struck);
    }

    [Fact]
    public async Task A_storage_that_is_not_reached_fails_the_call_and_is_named()
    {
        _faults.Answer(HttpStatusCode.ServiceUnavailable, times: int.MaxValue, retryAfter: "0");
        var failure = await Assert.ThrowsAsync<IOException>(() => Open(retries: 1).PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation));
        Assert.Contains($"{_uri}/job/blobs/a: the storage answered 503", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_does_not_exist_is_named_with_what_to_do()
    {
        var none = new BlobStores(new AzureStorageOptions { ConnectionString = _server.ConnectionString }).Open(StorageUri.TryParse($"azure://{AzuriteServer.Account}/none-of-these/a")!);
        foreach (var call in (Func<Task>[])[
            () => none.PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation), () => none.ReadVersionedAsync("job/head", Cancellation), () => none.FindLengthAsync("a", Cancellation), () => none.DeleteAsync("a", Cancellation)])
        {
            var failure = await Assert.ThrowsAsync<StorageNotConfiguredException>(call);
            Assert.Contains($"azure://{AzuriteServer.Account}/none-of-these/a", failure.Message, StringComparison.Ordinal);
            Assert.Contains("there is no such container. Create it", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_credential_that_is_refused_is_not_repeated_in_the_message()
    {
        var wrong = Convert.ToBase64String(new byte[64]);
        var store = new BlobStores(new AzureStorageOptions { ConnectionString = _server.ConnectionString.Replace(AzuriteServer.Key, wrong, StringComparison.Ordinal) }).Open(_uri);
        var failure = await Assert.ThrowsAsync<StorageNotConfiguredException>(() => store.PutAsync("job/blobs/a", new byte[] { 1 }, Cancellation));
        Assert.Contains("the storage refuses the credential (403", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Azure:ConnectionString", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no connection string")]
    [InlineData("AccountName=devstoreaccount1;AccountKey=secret")]
    public void A_connection_string_that_is_none_is_not_repeated_in_the_message(string text)
    {
        var failure = Assert.Throws<StorageNotConfiguredException>(() => new BlobStores(new AzureStorageOptions { ConnectionString = text }).Open(_uri));
        Assert.Contains("the setting Azure:ConnectionString is not valid", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_uri_of_another_account_than_the_settings_lead_to_is_refused()
    {
        var failure = Assert.Throws<StorageNotConfiguredException>(() => new BlobStores(new AzureStorageOptions { ConnectionString = _server.ConnectionString }).Open(StorageUri.TryParse("azure://acme/state")!));
        Assert.Contains($"names the account acme, but the settings Azure:ConnectionString and Azure:Endpoint lead to {AzuriteServer.Account}", failure.Message, StringComparison.Ordinal);
    }

    private IBlobStore Open(FaultyTransport? faults = null, int retries = 5) => new AzureBlobStore(
        new AzureContainers(
            new AzureStorageOptions { ConnectionString = _server.ConnectionString, Retries = retries }, new HttpClientTransport(faults ?? _faults)).Of(_uri), _uri);
}
