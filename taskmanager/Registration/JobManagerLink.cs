using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>
/// The gateway to the job manager across sessions. A message sent while there is none is lost: what it says, heartbeats repeat if the job manager, or
/// the next one, keeps the attempt that it is about.
/// </summary>
internal sealed class JobManagerLink : IJobManagerGateway
{
    private RegistrationSession? _session;

    /// <summary>Whether there is a session.</summary>
    public bool IsConnected => Volatile.Read(ref _session) is not null;

    /// <summary>Sends through this session from now on; null where there is none.</summary>
    public void Use(RegistrationSession? session) => Volatile.Write(ref _session, session);

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => Send(new JobManagerMessage.Report(attempt, report));

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => Send(new JobManagerMessage.Running(attempt, subtask));

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) =>
        Send(new JobManagerMessage.Acknowledged(attempt, acknowledgement));

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) =>
        Send(new JobManagerMessage.Declined(attempt, subtask, checkpoint, reason));

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => Send(new JobManagerMessage.InputEnded(attempt, subtask));

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) => Send(new JobManagerMessage.Confirmed(attempt, subtask, checkpoint));

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => Send(new JobManagerMessage.Failed(attempt, subtask, failure));

    public void SlotsPinned(string taskManager, int slots) => Send(new JobManagerMessage.SlotsPinned(slots));

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => Send(new JobManagerMessage.Ended(attempt, taskManager, subtasks));

    private void Send(JobManagerMessage message) => Volatile.Read(ref _session)?.Send(message);
}
