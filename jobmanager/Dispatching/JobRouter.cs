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

    public void Remove(string jobId)
    {
        _masters.TryRemove(jobId, out _);
        // A task manager may have joined with tasks of it when it no longer listened.
        pool.EndDoubted(jobId);
    }

    /// <summary>
    /// A task manager has joined. Each job hears what runs there of it, or that nothing does; what is of no job that there is, ends.
    /// </summary>
    public void Joined(ITaskManagerGateway tasks, IReadOnlyList<JobReport> runs)
    {
        var reports = runs.ToDictionary(static r => r.Attempt.JobId, StringComparer.Ordinal);
        foreach (var (jobId, master) in _masters.OrderBy(static m => m.Key, StringComparer.Ordinal))
        {
            reports.Remove(jobId, out var report);
            master.Joined(tasks, report);
        }

        foreach (var stray in runs.Where(r => reports.ContainsKey(r.Attempt.JobId))) tasks.End(stray.Attempt, stray.All);
    }

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
