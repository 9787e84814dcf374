using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Testing.Clusters;

/// <summary>A task manager's link to the job manager.</summary>
internal sealed class JobManagerLink(Link link, IJobManagerGateway to) : IJobManagerGateway
{
    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => link.Send(() => to.Heartbeat(attempt, report));

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => link.Send(() => to.Running(attempt, subtask));

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) =>
        link.Send(() => to.Acknowledge(attempt, acknowledgement));

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) =>
        link.Send(() => to.Declined(attempt, subtask, checkpoint, reason));

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => link.Send(() => to.InputEnded(attempt, subtask));

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) =>
        link.Send(() => to.Confirmed(attempt, subtask, checkpoint));

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => link.Send(() => to.Failed(attempt, subtask, failure));

    public void SlotsPinned(string taskManager, int slots) => link.Send(() => to.SlotsPinned(taskManager, slots));

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => link.Send(() => to.Ended(attempt, taskManager, subtasks));
}
