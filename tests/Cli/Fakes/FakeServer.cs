using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Millrace.Cli.Tests.Fakes;

/// <summary>Serves the control API on a free loopback port, answers as a test specifies, and records the requests.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Lock _lock = new();
    private readonly List<FakeCall> _calls = [];
    private readonly Dictionary<string, Func<IMessage, object>> _answers = [];

    private FakeServer(HttpProtocols protocols, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        builder.Services.AddSingleton(this);
        builder.Services.AddGrpc();
        _server = builder.Build();
        _server.MapGrpcService<FakeJobs>();
        _server.MapGrpcService<FakeArtifacts>();
        _server.MapGrpcService<FakeCluster>();
    }

    public string Url => _server.Urls.Single();

    /// <value>The calls, in order.</value>
    public IReadOnlyList<FakeCall> Calls
    {
        get
        {
            lock (_lock) return [.. _calls];
        }
    }

    public static async Task<FakeServer> StartAsync(HttpProtocols protocols = HttpProtocols.Http2, X509Certificate2? certificate = null)
    {
        var manager = new FakeServer(protocols, certificate);
        await manager._server.StartAsync();
        return manager;
    }

    /// <summary>Answers calls of a method: with a message or, where it streams, with a sequence of messages.</summary>
    public FakeServer On<TRequest>(string method, Func<TRequest, object> answer)
        where TRequest : IMessage
    {
        _answers[method] = request => answer((TRequest)request);
        return this;
    }

    /// <summary>Refuses calls of a method.</summary>
    public FakeServer Refuse(string method, StatusCode code, string message) => On<IMessage>(method, _ => throw new RpcException(new Status(code, message)));

    /// <summary>Returns the only request of the given type.</summary>
    public TRequest Request<TRequest>() => Assert.Single(Calls.Select(c => c.Request).OfType<TRequest>());

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Returns whether a test has set an answer for a method.</summary>
    internal bool Answers(string method) => _answers.ContainsKey(method);

    /// <summary>Records a call.</summary>
    internal void Note(IMessage request, ServerCallContext context)
    {
        lock (_lock) _calls.Add(new FakeCall(MethodOf(context), request, context.RequestHeaders.GetValue("authorization"), context.Deadline - DateTime.UtcNow));
    }

    /// <summary>Records a call and answers it.</summary>
    internal object Answer(IMessage request, ServerCallContext context)
    {
        Note(request, context);
        return _answers.TryGetValue(MethodOf(context), out var answer)
            ? answer(request)
            : throw new RpcException(new Status(StatusCode.Internal, $"the test has no answer for {MethodOf(context)}"));
    }

    private static string MethodOf(ServerCallContext context) => context.Method[(context.Method.LastIndexOf('/') + 1)..];
}
