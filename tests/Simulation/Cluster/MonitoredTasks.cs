using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>The job manager's way to a task manager, with a monitor who sees what is sent.</summary>
internal sealed class MonitoredTasks(ITaskManagerGateway to, ProtocolMonitor monitor) : ITaskManagerGateway
{
    public string Id => to.Id;

    public void Deploy(DeployTasks request)
    {
        monitor.Deployed(request.Attempt.Number, Id);
        to.Deploy(request);
    }

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit)
    {
        monitor.Triggered(barrier.Checkpoint, attempt.Number);
        monitor.Permitted(permit?.Checkpoint ?? 0);
        to.Trigger(attempt, barrier, permit);
    }

    public void Abort(ExecutionAttempt attempt, long checkpoint)
    {
        monitor.Aborted(checkpoint);
        to.Abort(attempt, checkpoint);
    }

    public void Permit(CommitPermit permit)
    {
        monitor.Permitted(permit.Checkpoint);
        to.Permit(permit);
    }

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) => to.Heartbeat(attempt, permit, lowest);

    public void Keep(IReadOnlyList<string> artifacts) => to.Keep(artifacts);

    public void End(ExecutionAttempt attempt) => to.End(attempt);
}
