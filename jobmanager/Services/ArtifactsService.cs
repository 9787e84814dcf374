using Grpc.Core;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Services;

/// <summary>Receives artifacts.</summary>
internal sealed class ArtifactsService(ArtifactStore store, RecentArtifacts recent, TimeProvider time) : Millrace.Hosting.Protocol.Artifacts.ArtifactsBase
{
    /// <summary>The largest part of an upload, in bytes, including its envelope.</summary>
    public const int PartLimit = (1 << 20) + 1024;

    /// <summary>The time limit for the next part of an upload.</summary>
    private static readonly TimeSpan PartTimeout = TimeSpan.FromSeconds(60);

    public override async Task<FindArtifactResponse> Find(FindArtifactRequest request, ServerCallContext context)
    {
        recent.Add(request.Hash);
        return new FindArtifactResponse { Found = await JudgedAsync(() => store.HasAsync(request.Hash, context.CancellationToken)), SizeLimit = store.Limits.Size };
    }

    public override async Task<UploadArtifactResponse> Upload(IAsyncStreamReader<UploadArtifactRequest> requestStream, ServerCallContext context)
    {
        if (!await NextAsync(requestStream, context) || requestStream.Current.Header is not { } header)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "An upload starts with its header: the artifact's hash and size."));
        var upload = await JudgedAsync(() => Task.FromResult(store.Receive(header.Hash, header.Size)));
        while (await NextAsync(requestStream, context))
        {
            if (requestStream.Current.PartCase != UploadArtifactRequest.PartOneofCase.Chunk)
                throw new RpcException(new Status(StatusCode.InvalidArgument, "After its header an upload has only parts of the artifact."));
            await JudgedAsync(() => Task.FromResult(Append(upload, requestStream.Current)));
        }

        recent.Add(header.Hash);
        await JudgedAsync(async () =>
        {
            await upload.CompleteAsync(context.CancellationToken);
            return true;
        });
        return new UploadArtifactResponse { Hash = header.Hash };
    }

    private async Task<bool> NextAsync(IAsyncStreamReader<UploadArtifactRequest> parts, ServerCallContext context)
    {
        using var limit = new CancellationTokenSource(PartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            return await parts.MoveNext(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The upload stalled for {PartTimeout.TotalSeconds:0} s: no further part of the artifact arrived."));
        }
    }

    private static bool Append(ArtifactUpload upload, UploadArtifactRequest part)
    {
        upload.Append(part.Chunk.Span);
        return true;
    }

    private static async Task<T> JudgedAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (ArtifactTooLargeException e)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, e.Message));
        }
        catch (InvalidArtifactException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
        }
    }
}
