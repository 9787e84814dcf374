using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Millrace.Cli.Submitting;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Submitting;

/// <summary>An upload whose writes never complete, as when the other side no longer reads.</summary>
public sealed class ArtifactTransferTests : IDisposable
{
    private readonly TemporaryFile _file = TemporaryFile.Archive(3_000_000);
    private readonly FakeTimeProvider _time = new();
    private readonly StuckClient _client = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task An_answer_counts_although_a_write_never_ends()
    {
        using var package = ArtifactPackaging.Pack(_file.Path);
        var sending = SendAsync(package, TestContext.Current.CancellationToken);
        await _client.Writing;
        _client.Answer.SetException(new RpcException(new Status(StatusCode.ResourceExhausted, "the store is full")));
        Assert.Equal("the store is full", (await Assert.ThrowsAsync<RpcException>(() => sending)).Status.Detail);
    }

    [Fact]
    public async Task One_that_stands_still_is_given_up_and_says_so()
    {
        using var package = ArtifactPackaging.Pack(_file.Path);
        var sending = SendAsync(package, TestContext.Current.CancellationToken);
        await _client.Writing;
        _time.Advance(ArtifactTransfer.StallLimit);
        var given = await Assert.ThrowsAsync<CommandException>(() => sending);
        Assert.Equal(ExitCodes.Unreachable, given.ExitCode);
        Assert.Contains("stalled for 30 s", given.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_ends_it()
    {
        using var package = ArtifactPackaging.Pack(_file.Path);
        using var interrupted = new CancellationTokenSource();
        var sending = SendAsync(package, interrupted.Token);
        await _client.Writing;
        await interrupted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private Task<string> SendAsync(ArtifactPackage package, CancellationToken interrupted) => new ArtifactTransfer(_client, _time).SendAsync(package, static _ => { }, interrupted);

    private sealed class StuckClient : Artifacts.ArtifactsClient, IClientStreamWriter<UploadArtifactRequest>
    {
        private readonly TaskCompletionSource _writing = new();

        public Task Writing => _writing.Task;

        public TaskCompletionSource<UploadArtifactResponse> Answer { get; } = new();

        public WriteOptions? WriteOptions { get; set; }

        public override AsyncClientStreamingCall<UploadArtifactRequest, UploadArtifactResponse> Upload(Metadata? headers, DateTime? deadline, CancellationToken cancellationToken) =>
            new(this, Answer.Task, Task.FromResult(new Metadata()), static () => Status.DefaultSuccess, static () => [], static () => { });

        public Task WriteAsync(UploadArtifactRequest message)
        {
            if (message.Header is not null) return Task.CompletedTask;
            _writing.TrySetResult();
            return new TaskCompletionSource().Task;
        }

        public Task WriteAsync(UploadArtifactRequest message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
