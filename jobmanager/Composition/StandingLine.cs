using Millrace.Hosting.Blobs;
using Millrace.Hosting.Processes;
using Millrace.JobManager.Leading;

namespace Millrace.JobManager.Composition;

/// <summary>Says in a line when the process is ready, or follows another one, for people and scripts that wait for it.</summary>
/// <param name="app">The process.</param>
/// <param name="storage">The cluster's storage.</param>
/// <param name="say">Prints the line.</param>
internal sealed class StandingLine(WebApplication app, StorageUri storage, Action<string> say)
{
    private string? _leader;

    public void Show(Standing standing)
    {
        var (grpc, http) = (ProcessAddresses.Plain(ProcessAddresses.Of(app)[0]), ProcessAddresses.Plain(ProcessAddresses.Of(app)[1]));
        switch (standing)
        {
            case Standing.Leads:
                say($"jobmanager ready: gRPC {grpc}, HTTP {http}, storage {storage}");
                break;
            case Standing.Follows { Leader.Grpc: var leader } when leader != _leader:
                _leader = leader;
                say($"jobmanager standby: gRPC {grpc}, HTTP {http}, storage {storage}; {leader} leads");
                break;
        }
    }
}
