using Millrace.Core.Checkpoints;
using Millrace.Core.Control;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>The job manager's way to a task manager.</summary>
internal sealed class TaskManagerLink(Link link, ITaskManagerGateway to) : ITaskManagerGateway
{
    public string Id => to.Id;

    public void Deploy(DeployTasks request) => link.Send(() => to.Deploy(request));

    public void Trigger(string jobId, int attempt, CheckpointBarrier barrier) => link.Send(() => to.Trigger(jobId, attempt, barrier));

    public void Permit(CommitPermit permit) => link.Send(() => to.Permit(permit));

    public void End(string jobId, int attempt) => link.Send(() => to.End(jobId, attempt));
}
