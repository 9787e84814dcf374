using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Control;

/// <summary>
/// What a task manager reports to the job manager. Calls do not wait; they arrive in order or are lost: <see cref="Heartbeat"/> repeats what was
/// reported before, and a checkpoint with missing answers is aborted in time. A stale call is dropped and logged.
/// </summary>
public interface IJobManagerGateway
{
    /// <summary>Answers <see cref="ITaskManagerGateway.Heartbeat"/>.</summary>
    void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report);

    void Running(ExecutionAttempt attempt, SubtaskId subtask);

    void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement);

    /// <summary>Reports that a subtask's part of a checkpoint could not be written.</summary>
    void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason);

    void InputEnded(ExecutionAttempt attempt, SubtaskId subtask);

    /// <summary>Reports that everything of a subtask up to a permitted checkpoint has been published.</summary>
    void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint);

    /// <summary>Reports that a subtask has failed; null for all of an attempt, where the task manager could not do what was requested of it.</summary>
    void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure);

    /// <summary>Reports how many slots of a task manager are held by abandoned tasks that do not terminate; 0 when all have terminated.</summary>
    void SlotsPinned(string taskManager, int slots);

    /// <summary>
    /// Reports that no task of some subtasks, of an attempt and of earlier ones, runs on the task manager any longer, except abandoned ones that do not
    /// terminate: nothing that they do counts, and <see cref="SlotsPinned"/> was called before.
    /// </summary>
    void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks);
}
