using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>A task manager's way to the job manager.</summary>
internal sealed class JobManagerLink(Link link, IJobManagerGateway to) : IJobManagerGateway
{
    public void Running(string jobId, int attempt, SubtaskId subtask) => link.Send(() => to.Running(jobId, attempt, subtask));

    public void Acknowledge(string jobId, int attempt, SubtaskAcknowledgement acknowledgement) =>
        link.Send(() => to.Acknowledge(jobId, attempt, acknowledgement));

    public void Declined(string jobId, int attempt, SubtaskId subtask, long checkpoint, string reason) =>
        link.Send(() => to.Declined(jobId, attempt, subtask, checkpoint, reason));

    public void InputEnded(string jobId, int attempt, SubtaskId subtask) => link.Send(() => to.InputEnded(jobId, attempt, subtask));

    public void Confirmed(string jobId, int attempt, SubtaskId subtask, long checkpoint) =>
        link.Send(() => to.Confirmed(jobId, attempt, subtask, checkpoint));

    public void Failed(string jobId, int attempt, SubtaskId subtask, JobFailure failure) =>
        link.Send(() => to.Failed(jobId, attempt, subtask, failure));

    public void Ended(string jobId, int attempt, string taskManager) => link.Send(() => to.Ended(jobId, attempt, taskManager));
}
