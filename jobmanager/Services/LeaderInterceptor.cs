using Grpc.Core;
using Grpc.Core.Interceptors;
using Millrace.Hosting.Leading;

namespace Millrace.JobManager.Services;

/// <summary>Refuses calls while this job manager does not lead, and says who does.</summary>
/// <param name="core">Knows who leads.</param>
internal sealed class LeaderInterceptor(JobManagerCore core) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check();
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException e) when (LeadsNoLonger(e))
        {
            throw Elsewhere(e.Status.Detail);
        }
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check();
        return continuation(requestStream, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check();
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (RpcException e) when (LeadsNoLonger(e))
        {
            throw Elsewhere(e.Status.Detail);
        }
    }

    private void Check()
    {
        if (core.WhyNotLeading is { } why) throw Elsewhere(why);
    }

    private bool LeadsNoLonger(RpcException failed) => failed.StatusCode == StatusCode.Unavailable && core.WhyNotLeading is not null;

    private RpcException Elsewhere(string why) =>
        new(new Status(StatusCode.Unavailable, why), new Metadata { { LeaderHeader.Name, core.OtherLeader?.Grpc ?? LeaderHeader.Unknown } });
}
