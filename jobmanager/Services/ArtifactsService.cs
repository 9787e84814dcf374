using Grpc.Core;
using Millrace.Hosting.Artifacts;
using Millrace.Hosting.Protocol;

namespace Millrace.JobManager.Services;

/// <summary>Receives artifacts.</summary>
internal sealed class ArtifactsService(ArtifactStore store) : Millrace.Hosting.Protocol.Artifacts.ArtifactsBase
{
    /// <summary>How large a part of an upload may be, in bytes, with what is around it.</summary>
    public const int PartLimit = (1 << 20) + 1024;

    public override Task<FindArtifactResponse> Find(FindArtifactRequest request, ServerCallContext context) =>
        Task.FromResult(new FindArtifactResponse { Found = Judged(() => store.Has(request.Hash)), SizeLimit = store.Limits.Size });

    public override async Task<UploadArtifactResponse> Upload(IAsyncStreamReader<UploadArtifactRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Header is not { } header)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "An upload begins with its header: the artifact's hash and size."));
        var upload = Judged(() => store.Receive(header.Hash, header.Size));
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            if (requestStream.Current.PartCase != UploadArtifactRequest.PartOneofCase.Chunk)
                throw new RpcException(new Status(StatusCode.InvalidArgument, "After its header an upload has parts of the artifact alone."));
            Judged(() => Append(upload, requestStream.Current));
        }

        Judged(() => Complete(upload));
        return new UploadArtifactResponse { Hash = header.Hash };
    }

    private static bool Append(ArtifactUpload upload, UploadArtifactRequest part)
    {
        upload.Append(part.Chunk.Span);
        return true;
    }

    private static bool Complete(ArtifactUpload upload)
    {
        upload.Complete();
        return true;
    }

    private static T Judged<T>(Func<T> act)
    {
        try
        {
            return act();
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
