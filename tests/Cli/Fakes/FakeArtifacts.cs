using Grpc.Core;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Fakes;

internal sealed class FakeArtifacts(FakeServer manager) : Artifacts.ArtifactsBase
{
    public override Task<FindArtifactResponse> Find(FindArtifactRequest request, ServerCallContext context) =>
        Task.FromResult((FindArtifactResponse)manager.Answer(request, context));

    /// <summary>Records each part, and can refuse it.</summary>
    public override async Task<UploadArtifactResponse> Upload(IAsyncStreamReader<UploadArtifactRequest> requestStream, ServerCallContext context)
    {
        var hash = "";
        await foreach (var part in requestStream.ReadAllAsync())
        {
            manager.Answer(part, context);
            if (part.Header is { } header) hash = header.Hash;
        }

        return new UploadArtifactResponse { Hash = hash };
    }
}
