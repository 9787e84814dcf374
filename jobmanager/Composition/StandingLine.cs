using Millrace.Hosting.Processes;
using Millrace.JobManager.Leading;

namespace Millrace.JobManager.Composition;

/// <summary>Says in a line when the process is ready, follows another one, or waits, for people and scripts that wait for it.</summary>
/// <param name="app">The process.</param>
/// <param name="options">Its settings.</param>
/// <param name="say">Prints the line.</param>
internal sealed class StandingLine(WebApplication app, JobManagerOptions options, Action<string> say)
{
    private string? _leader;
    private bool _hasWaited;

    public void Show(Standing standing)
    {
        var (grpc, http) = (ProcessAddresses.Plain(ProcessAddresses.Of(app)[0]), ProcessAddresses.Plain(ProcessAddresses.Of(app)[1]));
        switch (standing)
        {
            case Standing.Leads:
                say($"jobmanager ready: gRPC {grpc}, HTTP {http}, storage {options.Location}");
                break;
            case Standing.Follows { Leader.Grpc: var leader } when leader != _leader:
                _leader = leader;
                say($"jobmanager standby: gRPC {grpc}, HTTP {http}, storage {options.Location}; {leader} leads");
                break;
            case Standing.Waits { Reason: var reason } when !_hasWaited:
                _hasWaited = true;
                say($"jobmanager waits: gRPC {grpc}, HTTP {http}; {options.WithoutRoom(reason, "The job manager goes on as soon as there is: delete what else is on its disk, or enlarge the disk or quota.")}");
                break;
        }
    }
}
