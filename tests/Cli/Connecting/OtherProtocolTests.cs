using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Millrace.Cli.Tests.Fakes;

namespace Millrace.Cli.Tests.Connecting;

/// <summary>The server at the URL is not a job manager.</summary>
public sealed class OtherProtocolTests
{
    [Fact]
    public async Task An_http_port_is_said_to_be_no_grpc()
    {
        await using var manager = await FakeServer.StartAsync(HttpProtocols.Http1);
        (await CliRun.OfAsync(manager, "list")).Refuses(4, manager.Url, "does not speak gRPC", "6123");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("")]
    public async Task What_answers_in_another_way_is_said_to_be_no_grpc(string greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var answering = AnswerAsync(listener, greeting, over.Token);
        (await CliRun.OfAsync(null, "list", "--jobmanager", url)).Refuses(4, url, "does not speak gRPC", "6123");
        await over.CancelAsync();
        await answering;
    }

    [Theory]
    [InlineData("accepted a connection, but did not answer within 8 s", "list")]
    [InlineData("accepted a connection, but the job manager did not answer in time", "cancel", "job", "--timeout", "100ms")]
    public async Task A_port_that_accepts_connections_and_stays_silent_is_given_up_soon(string expected, params string[] command)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";
        var started = TimeProvider.System.GetTimestamp();
        (await CliRun.OfAsync(null, [.. command, "--jobmanager", url])).Refuses(4, url, expected);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static async Task AnswerAsync(TcpListener listener, string greeting, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(over);
                await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), over);
                await client.GetStream().ReadAtLeastAsync(new byte[1000], 1, cancellationToken: over);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The caller has closed its connection, or the test is over.
            }
        }
    }
}
