using Grpc.Core;
using Grpc.Net.Client;

namespace Millrace.TaskManager.Exchange;

/// <summary>The connection to a task manager that data comes from, shared by the calls of all jobs.</summary>
internal sealed class PeerConnection : IDisposable
{
    /// <summary>The maximum that the client allows.</summary>
    private const int StreamWindow = 16 << 20;

    private readonly SocketsHttpHandler _handler;
    private readonly GrpcChannel _channel;

    public PeerConnection(string address, DataExchangeOptions options)
    {
        _handler = new SocketsHttpHandler
        {
            InitialHttp2StreamWindowSize = StreamWindow,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlive,
            KeepAlivePingTimeout = options.KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        options.ConfigureHandler?.Invoke(_handler);
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _handler, MaxReceiveMessageSize = FrameMessage.MaxBytes });
        Invoker = _channel.CreateCallInvoker();
    }

    public CallInvoker Invoker { get; }

    /// <summary>The number of calls that use it.</summary>
    public int Calls { get; set; }

    public void Dispose()
    {
        _channel.Dispose();
        _handler.Dispose();
    }
}
