using System.Net;
using System.Net.Sockets;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

public sealed class PortInUseTests : IDisposable
{
    private readonly DirectoryInfo _storage = Directory.CreateTempSubdirectory("millrace-port-");

    public void Dispose() => _storage.Delete(recursive: true);

    [Fact]
    public async Task A_port_that_is_in_use_is_said_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var run = ProcessRun.StartAssembly(
            BuiltAssembly.JobManager, ["--storage", $"file://{_storage.FullName}", "--grpc-address", $"{taken.LocalEndpoint}", "--http-address", "127.0.0.1:0"]);
        Assert.Equal(2, await run.End);
        Assert.Contains("address already in use", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
