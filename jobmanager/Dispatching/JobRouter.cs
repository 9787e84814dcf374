using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Dispatching;

/// <summary>Routes messages from task managers to the job they concern; a message for an unknown job is stale and dropped.</summary>
internal sealed class JobRouter(TaskManagerPool pool) : IJobManagerGateway
{
    private readonly ConcurrentDictionary<string, JobMaster> _masters = new(StringComparer.Ordinal);

    public void Add(string jobId, JobMaster master) => _masters[jobId] = master;

    public void Remove(string jobId) => _masters.TryRemove(jobId, out _);

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => Find(attempt)?.Heartbeat(attempt, report);

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => Find(attempt)?.Running(attempt, subtask);

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) => Find(attempt)?.Acknowledge(attempt, acknowledgement);

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) => Find(attempt)?.Declined(attempt, subtask, checkpoint, reason);

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => Find(attempt)?.InputEnded(attempt, subtask);

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) => Find(attempt)?.Confirmed(attempt, subtask, checkpoint);

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => Find(attempt)?.Failed(attempt, subtask, failure);

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks)
    {
        Find(attempt)?.Ended(attempt, taskManager, subtasks);
        // The pool waits for it even when the job has ended.
        pool.Ended(attempt, taskManager, subtasks);
    }

    public void SlotsPinned(string taskManager, int slots) => pool.Pin(taskManager, slots);

    private JobMaster? Find(ExecutionAttempt attempt) => _masters.GetValueOrDefault(attempt.JobId);
}
