using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.TaskManager.Tests;

/// <summary>Records what a task manager reports.</summary>
internal sealed class JobManagerRecord : IJobManagerGateway
{
    public List<TaskManagerReport> Reports { get; } = [];

    public List<SubtaskId> RunningSubtasks { get; } = [];

    public List<SubtaskId> EndedInputs { get; } = [];

    public List<SubtaskAcknowledgement> Acknowledgements { get; } = [];

    public List<(SubtaskId Subtask, long Checkpoint, string Reason)> Declines { get; } = [];

    public List<(SubtaskId Subtask, long Checkpoint)> Confirmations { get; } = [];

    public List<JobFailure> Failures { get; } = [];

    public List<int> EndedAttempts { get; } = [];

    public List<IReadOnlyList<SubtaskId>> EndedSubtasks { get; } = [];

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => Reports.Add(report);

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => RunningSubtasks.Add(subtask);

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) => Acknowledgements.Add(acknowledgement);

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) => Declines.Add((subtask, checkpoint, reason));

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => EndedInputs.Add(subtask);

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) => Confirmations.Add((subtask, checkpoint));

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => Failures.Add(failure);

    public List<int> Pinned { get; } = [];

    public void SlotsPinned(string taskManager, int slots) => Pinned.Add(slots);

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks)
    {
        EndedAttempts.Add(attempt.Number);
        EndedSubtasks.Add(subtasks);
    }
}
