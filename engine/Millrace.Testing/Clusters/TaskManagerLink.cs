using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Testing.Clusters;

/// <summary>The job manager's link to a task manager.</summary>
internal sealed class TaskManagerLink(Link link, ITaskManagerGateway to) : ITaskManagerGateway
{
    public string Id => to.Id;

    public void Deploy(DeployTasks request) => link.Send(() => to.Deploy(request));

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit) =>
        link.Send(() => to.Trigger(attempt, barrier, permit));

    public void Abort(ExecutionAttempt attempt, long checkpoint) => link.Send(() => to.Abort(attempt, checkpoint));

    public void Permit(CommitPermit permit) => link.Send(() => to.Permit(permit));

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) => link.Send(() => to.Heartbeat(attempt, permit, lowest));

    public void Keep(IReadOnlyList<string> artifacts) => link.Send(() => to.Keep(artifacts));

    public void End(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) => link.Send(() => to.End(attempt, subtasks));
}
