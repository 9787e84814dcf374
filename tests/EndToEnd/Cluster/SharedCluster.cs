namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>One cluster for the tests of a class, each of which has its own job.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private ClusterProcesses? _processes;

    internal ClusterProcesses Processes => _processes!;

    public async ValueTask InitializeAsync()
    {
        _processes = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        _processes.Folder.WriteInput(lines: 2000, files: 3);
    }

    public async ValueTask DisposeAsync()
    {
        if (_processes is not null) await _processes.DisposeAsync();
    }
}
