using Grpc.Net.Client;
using Millrace.Hosting.Control;
using Millrace.Hosting.Security;

namespace Millrace.Hosting.Processes;

/// <summary>The channel of control calls, which has its own connections, so that no data is queued ahead of a heartbeat.</summary>
public static class ControlChannel
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(5);

    // A job manager that is started again is found at once: tasks that run on are kept only if their task managers join in time.
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates a channel; it connects when first used.</summary>
    /// <param name="address">The job manager's address.</param>
    /// <param name="security">The caller's credentials.</param>
    /// <param name="messageLimit">The maximum size of a received message, in bytes.</param>
    public static GrpcChannel Create(Uri address, ClientSecurity security, int messageLimit = ControlStreamOptions.DefaultMessageLimit)
    {
        var sockets = new SocketsHttpHandler
        {
            KeepAlivePingDelay = Ping,
            KeepAlivePingTimeout = Ping,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = Ping,
            UseProxy = false,
        };
        security.Configure(sockets);
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new TokenHandler(security.Token, sockets),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = messageLimit,
            MaxSendMessageSize = null,
            InitialReconnectBackoff = FirstBackoff,
            MaxReconnectBackoff = LongestBackoff,
        });
    }

    private sealed class TokenHandler(string? token, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (token is not null) request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
