using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Connecting;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Where_nobody_answers_the_url_is_named_and_what_to_do()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        (await CliRun.OfAsync(null, "list", "--jobmanager", url)).Refuses(4, url, "--jobmanager URL or MILLRACE_JOBMANAGER", "Connection refused");
    }

    [Fact]
    public async Task The_http_port_is_not_the_grpc_port()
    {
        await using var manager = await FakeServer.StartAsync(HttpProtocols.Http1);
        (await CliRun.OfAsync(manager, "list")).Refuses(4, manager.Url, "gRPC port");
    }

    [Fact]
    public async Task Who_serves_something_else_is_no_job_manager()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.Refuse("List", StatusCode.Unimplemented, "no such service");
        (await CliRun.OfAsync(manager, "list")).Refuses(4, manager.Url, "no such service");
    }

    [Fact]
    public async Task The_option_goes_before_the_variable_and_may_stand_before_the_command()
    {
        await using var manager = await Manager();
        var options = new CliRunOptions { Variables = new Dictionary<string, string> { ["MILLRACE_JOBMANAGER"] = $"http://127.0.0.1:{FreePort()}" } };
        Assert.Equal(0, (await CliRun.OfAsync(null, options, "--jobmanager", manager.Url, "list")).Code);
        Assert.Equal(0, (await CliRun.OfAsync(null, options, "list", "--jobmanager", manager.Url)).Code);
        Assert.Equal(4, (await CliRun.OfAsync(null, options, "list")).Code);
    }

    [Theory]
    [InlineData("127.0.0.1:6123")]
    [InlineData("localhost")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://127.0.0.1:6123/v1/jobs")]
    [InlineData("http://me:secret@127.0.0.1:6123")]
    public async Task A_url_that_is_none_is_refused(string url)
    {
        (await CliRun.OfAsync(null, "list", "--jobmanager", url)).Refuses(2, "--jobmanager: ", url, "http://127.0.0.1:6123");
        var options = new CliRunOptions { Variables = new Dictionary<string, string> { ["MILLRACE_JOBMANAGER"] = url } };
        (await CliRun.OfAsync(null, options, "list")).Refuses(2, "MILLRACE_JOBMANAGER: ", url);
    }

    [Fact]
    public async Task A_token_is_sent_with_each_call()
    {
        await using var manager = await Manager();
        Assert.Equal(0, (await CliRun.OfAsync(manager, "list")).Code);
        Assert.Equal(0, (await CliRun.OfAsync(manager, Token("from-variable"), "list")).Code);
        using var file = new TemporaryFile("from-file\n");
        Assert.Equal(0, (await CliRun.OfAsync(manager, Token("from-variable"), "list", "--token-file", file.Path)).Code);
        Assert.Equal([null, "Bearer from-variable", "Bearer from-file"], manager.Calls.Select(c => c.Authorization));
    }

    [Fact]
    public async Task A_token_that_is_none_is_refused()
    {
        using var empty = new TemporaryFile(" \n");
        (await CliRun.OfAsync(null, "list", "--token-file", empty.Path)).Refuses(2, "--token-file", "is not a token");
        (await CliRun.OfAsync(null, Token("two words"), "list")).Refuses(2, "MILLRACE_TOKEN", "is not a token");
        (await CliRun.OfAsync(null, "list", "--token-file", "/no/such/file")).Refuses(2, "--token-file /no/such/file");
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_how_to_get_in()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.Refuse("List", StatusCode.Unauthenticated, "this cluster asks for a token");
        (await CliRun.OfAsync(manager, "list")).Refuses(2, "this cluster asks for a token", "Give its token with --token-file or MILLRACE_TOKEN");
        (await CliRun.OfAsync(manager, Token("wrong"), "list")).Refuses(2, "Check the token");
    }

    [Theory]
    [InlineData(StatusCode.NotFound, 2)]
    [InlineData(StatusCode.InvalidArgument, 2)]
    [InlineData(StatusCode.FailedPrecondition, 1)]
    [InlineData(StatusCode.Unavailable, 1)]
    [InlineData(StatusCode.DeadlineExceeded, 1)]
    [InlineData(StatusCode.Internal, 1)]
    public async Task What_the_job_manager_says_is_said(StatusCode status, int code)
    {
        await using var manager = await FakeServer.StartAsync();
        manager.Refuse("Rescale", status, "there is no job 'x'; 'millrace list' names them");
        (await CliRun.OfAsync(manager, "rescale", "x", "--parallelism", "3")).Refuses(code, "error: there is no job 'x'; 'millrace list' names them\n");
    }

    [Fact]
    public async Task With_https_the_certificate_must_be_of_a_known_authority()
    {
        using var authority = new TestAuthority();
        await using var manager = await FakeServer.StartAsync(certificate: authority.Loopback);
        manager.On<ListJobsRequest>("List", _ => new ListJobsResponse());
        using var pem = new TemporaryFile(authority.Pem);
        Assert.StartsWith("https://", manager.Url, StringComparison.Ordinal);
        Assert.Equal(0, (await CliRun.OfAsync(manager, "list", "--ca-file", pem.Path)).Code);
        (await CliRun.OfAsync(manager, "list")).Refuses(4, manager.Url, "--ca-file");
        using var other = new TestAuthority();
        using var otherPem = new TemporaryFile(other.Pem);
        (await CliRun.OfAsync(manager, "list", "--ca-file", otherPem.Path)).Refuses(4, manager.Url, "--ca-file");
    }

    [Fact]
    public async Task An_authority_that_is_none_is_refused()
    {
        using var file = new TemporaryFile("no certificate");
        (await CliRun.OfAsync(null, "list", "--jobmanager", "https://127.0.0.1:1", "--ca-file", file.Path)).Refuses(2, "--ca-file", "contains no certificate");
        (await CliRun.OfAsync(null, "list", "--ca-file", file.Path)).Refuses(2, "--ca-file is for https");
    }

    private static CliRunOptions Token(string token) => new() { Variables = new Dictionary<string, string> { ["MILLRACE_TOKEN"] = token } };

    private static async Task<FakeServer> Manager() => (await FakeServer.StartAsync()).On<ListJobsRequest>("List", _ => new ListJobsResponse());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
