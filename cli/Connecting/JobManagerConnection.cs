using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Connecting;

/// <summary>The clients of a job manager's services, and the timeouts of their calls.</summary>
internal sealed class JobManagerConnection : IDisposable
{
    /// <summary>The maximum size of an answer: a job's graph, failures and checkpoints are far below it.</summary>
    private const int LargestAnswer = 64 << 20;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstAnswerTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private readonly GrpcChannel _channel;

    /// <param name="url">The job manager's gRPC address.</param>
    /// <param name="token">The token; null for none.</param>
    /// <param name="authorities">The authorities trusted to sign its certificate; null for those of the system.</param>
    public JobManagerConnection(Uri url, string? token, X509Certificate2Collection? authorities)
    {
        (Url, HasToken) = (url, token is not null);
        _channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions { HttpHandler = Handler(url, authorities), DisposeHttpClient = true, MaxReceiveMessageSize = LargestAnswer });
        var calls = _channel.CreateCallInvoker();
        if (token is not null)
        {
            calls = calls.Intercept(headers =>
            {
                headers.Add("authorization", $"Bearer {token}");
                return headers;
            });
        }

        (Jobs, Artifacts, Cluster) = (new Jobs.JobsClient(calls), new Artifacts.ArtifactsClient(calls), new Hosting.Protocol.Cluster.ClusterClient(calls));
    }

    public Uri Url { get; }

    /// <value>Whether the port has accepted a connection.</value>
    public bool HasConnected { get; private set; }

    /// <value>Whether the job manager has answered that it leads.</value>
    public bool HasLed { get; set; }

    /// <value>Whether the calls carry a token.</value>
    public bool HasToken { get; }

    public Jobs.JobsClient Jobs { get; }

    public Artifacts.ArtifactsClient Artifacts { get; }

    public Cluster.ClusterClient Cluster { get; }

    /// <summary>Returns options for calls that the job manager answers at once. Others take as long as they need.</summary>
    public static CallOptions Quick(CancellationToken cancelled) => new(deadline: DateTime.UtcNow + AnswerTimeout, cancellationToken: cancelled);

    public void Dispose() => _channel.Dispose();

    private SocketsHttpHandler Handler(Uri url, X509Certificate2Collection? authorities)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = ConnectAsync,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = KeepAlive,
            KeepAlivePingTimeout = KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

            // HTTP/2 without TLS does not pass through proxies.
            UseProxy = url.Scheme == Uri.UriSchemeHttps,
        };
        if (authorities is null) return handler;
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.AddRange(authorities);
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust };
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancelled)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancelled);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        HasConnected = true;
        return new AnsweringStream(new NetworkStream(socket, ownsSocket: true), FirstAnswerTimeout);
    }
}
