using Grpc.Core;

namespace Millrace.TaskManager.Exchange;

/// <summary>Accepts data calls over gRPC.</summary>
/// <param name="exchange">The task manager's exchange.</param>
/// <param name="lifetime">Signals that the process stops, which calls must not delay.</param>
internal sealed class DataExchangeService(DataExchange exchange, IHostApplicationLifetime lifetime)
{
    /// <summary>Serves a call; returns when its consumer ends it.</summary>
    /// <exception cref="RpcException">The call is not for this task manager, or was lost or cannot be read.</exception>
    public async Task Open(IAsyncStreamReader<FrameMessage> requests, IServerStreamWriter<FrameMessage> responses, ServerCallContext context)
    {
        var link = new GrpcDataLink(exchange.Options.KeepAlive);
        using var aborted = context.CancellationToken.Register(link.Cancel);
        using var stopped = lifetime.ApplicationStopping.Register(link.Cancel);
        var receiver = Serve(DataMethod.Read(context.RequestHeaders), link);
        var (reason, cause) = await link.Run(requests, responses, exchange.Options.MessageBytes, receiver);
        receiver.OnOver(reason, cause);
        if (cause is not null) throw new RpcException(new Status(cause is InvalidDataException ? StatusCode.InvalidArgument : StatusCode.Cancelled, reason));
    }

    private IDataReceiver Serve(DataCallHeader header, GrpcDataLink link)
    {
        try
        {
            return exchange.Serve(header, link);
        }
        catch (InvalidOperationException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Message));
        }
    }
}
