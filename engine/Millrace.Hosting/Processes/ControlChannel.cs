using Grpc.Net.Client;
using Millrace.Hosting.Control;
using Millrace.Hosting.Security;

namespace Millrace.Hosting.Processes;

/// <summary>The channel of control calls, which has connections of its own: no data waits in front of a sign of life.</summary>
public static class ControlChannel
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(5);

    /// <summary>Makes a channel; it connects when it is used.</summary>
    /// <param name="address">Where the job manager is.</param>
    /// <param name="security">How to show who calls.</param>
    /// <param name="messageLimit">How large a message may be that is received, in bytes.</param>
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
