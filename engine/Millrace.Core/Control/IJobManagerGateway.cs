using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>
/// What a task manager tells the job manager. Calls do not wait; they arrive in order, or are lost: <see cref="Heartbeat"/> repeats what
/// was told before, and what stays unanswered of a checkpoint aborts it in time. A stale one is dropped and logged.
/// </summary>
public interface IJobManagerGateway
{
    /// <summary>Answers <see cref="ITaskManagerGateway.Heartbeat"/>.</summary>
    void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report);

    void Running(ExecutionAttempt attempt, SubtaskId subtask);

    void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement);

    /// <summary>A subtask's part of a checkpoint could not be written.</summary>
    void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason);

    void InputEnded(ExecutionAttempt attempt, SubtaskId subtask);

    /// <summary>Everything of a subtask up to a permitted checkpoint has been published.</summary>
    void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint);

    void Failed(ExecutionAttempt attempt, SubtaskId subtask, JobFailure failure);

    /// <summary>Says how many slots of a task manager are held by tasks that were given up because they do not end; 0 when all have ended.</summary>
    void SlotsPinned(string taskManager, int slots);

    /// <summary>
    /// No task of the attempt runs on the task manager any longer, but for those that were given up because they do not end: nothing that
    /// they do counts, and <see cref="SlotsPinned"/> was told before.
    /// </summary>
    void Ended(ExecutionAttempt attempt, string taskManager);
}
