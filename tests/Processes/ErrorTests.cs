using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Errors;
using Millrace.Hosting.Protocol;

namespace Millrace.Processes.Tests;

/// <summary>What a caller sees of exceptions.</summary>
public sealed class ErrorTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(typeof(InvalidRequestException), StatusCode.InvalidArgument, HttpStatusCode.BadRequest, "the secret path")]
    [InlineData(typeof(InvalidJobException), StatusCode.InvalidArgument, HttpStatusCode.BadRequest, "the secret path")]
    [InlineData(typeof(TimeoutException), StatusCode.DeadlineExceeded, HttpStatusCode.GatewayTimeout, "the secret path")]
    [InlineData(typeof(IOException), StatusCode.Unavailable, HttpStatusCode.ServiceUnavailable, "Try again")]
    [InlineData(typeof(ArithmeticException), StatusCode.Internal, HttpStatusCode.InternalServerError, "error ")]
    public async Task An_exception_is_a_status_with_a_message(Type thrown, StatusCode status, HttpStatusCode http, string expected)
    {
        var exception = (Exception)Activator.CreateInstance(thrown, "the secret path")!;
        await using var jobManager = await JobManagerFixture.Start(services => services.AddSingleton(new ArtifactStore(new FailingBlobs(exception))));
        using var channel = jobManager.Channel();
        var hash = new string('0', ArtifactHash.Length);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Artifacts.ArtifactsClient(channel).FindAsync(new FindArtifactRequest { Hash = hash }, cancellationToken: Cancelled));
        Assert.Equal(status, e.StatusCode);
        Assert.Contains(expected, e.Status.Detail, StringComparison.Ordinal);
        // A defect's message belongs in the log only.
        if (status == StatusCode.Internal) Assert.DoesNotContain("secret", e.Status.Detail, StringComparison.Ordinal);
        using var client = jobManager.Client();
        var answer = await client.GetAsync($"/v1/artifacts/{hash}", Cancelled);
        Assert.Equal(http, answer.StatusCode);
        Assert.Equal((int)status, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetInt32());
    }

    private sealed class FailingBlobs(Exception e) : IBlobStore
    {
        public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) => throw e;

        public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => throw e;

        public Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation) => throw e;

        public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) => throw e;

        public IAsyncEnumerable<BlobItem> ListAsync(string folder, CancellationToken cancellation) => throw e;

        public Task DeleteAsync(string name, CancellationToken cancellation) => throw e;

        public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation) => throw e;

        public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation) => throw e;

        public string Describe(string name) => name;
    }
}
