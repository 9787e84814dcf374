using Google.Protobuf;
using Grpc.Core;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Submitting;

/// <summary>
/// Sends an artifact in parts. The job manager may answer before the last one, because it refuses what it does not accept. From then on it
/// reads nothing, and a write may never end, so the answer is awaited concurrently with the writes and never after them.
/// </summary>
internal sealed class ArtifactTransfer(Artifacts.ArtifactsClient artifacts, TimeProvider time)
{
    private const int PartSize = 1 << 20;

    /// <summary>An upload that makes no progress for this long is abandoned.</summary>
    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(30);

    /// <summary>Sends all of it, and returns its hash as the job manager reports it.</summary>
    /// <param name="package">The artifact.</param>
    /// <param name="onSent">Called with the number of bytes sent.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <exception cref="RpcException">The job manager refuses it.</exception>
    /// <exception cref="CommandException">There was no progress for too long.</exception>
    public async Task<string> SendAsync(ArtifactPackage package, Action<long> onSent, CancellationToken interrupted)
    {
        using var stalled = new CancellationTokenSource(StallLimit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(interrupted, stalled.Token);
        using var call = artifacts.Upload(cancellationToken: over.Token);
        var answer = call.ResponseAsync;
        try
        {
            await Task.WhenAny(answer, WriteAsync(package, call.RequestStream, OnSent, over.Token)).WaitAsync(over.Token);

            // The answer tells more than the exception of a failed write.
            return (await answer.WaitAsync(over.Token)).Hash;
        }
        catch (Exception e) when (stalled.IsCancellationRequested && !interrupted.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            throw new CommandException(ExitCodes.Unreachable, $"the upload stalled for {StallLimit.TotalSeconds:0} s: the job manager neither reads more of it nor answers. Try again.");
        }

        void OnSent(long sent)
        {
            stalled.CancelAfter(StallLimit);
            onSent(sent);
        }
    }

    private static async Task WriteAsync(ArtifactPackage package, IClientStreamWriter<UploadArtifactRequest> requests, Action<long> onSent, CancellationToken over)
    {
        await requests.WriteAsync(new UploadArtifactRequest { Header = new ArtifactHeader { Hash = package.Hash, Size = package.Size } }, over);
        var buffer = new byte[PartSize];
        for (long sent = 0; await package.Content.ReadAtLeastAsync(buffer, PartSize, throwOnEndOfStream: false, over) is > 0 and var read; onSent(sent += read))
            await requests.WriteAsync(new UploadArtifactRequest { Chunk = ByteString.CopyFrom(buffer, 0, read) }, over);
        await requests.CompleteAsync();
    }
}
