using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Facts that task managers report, and the pool. A fact may arrive twice: on its own, and with a heartbeat in case the first was lost.
/// </summary>
public sealed partial class JobMaster : IJobManagerGateway, ISlotOwner
{
    private const string NoLongerThere = "it no longer has the job's tasks, because it was restarted or had lost the job manager";

    string ISlotOwner.JobId => _job.Id;

    string ISlotOwner.JobName => _job.Submission.JobName;

    void ISlotOwner.Granted(SlotGrant grant) => _mailbox.Post(() => Take(_state.Granted(grant)));

    void ISlotOwner.CannotKeep(SlotRequest request) => _mailbox.Post(() => Take(_state.CannotKeep(request)));

    void ISlotOwner.Waits(string waitsFor) => _mailbox.Post(() => Take(_state.Waits(waitsFor)));

    void ISlotOwner.SlotsAreFree() => _mailbox.Post(() => Take(_state.SlotsAreFree()));

    void ISlotOwner.Lost(string taskManager, string reason, ProcessSuspicion? suspicion) => _mailbox.Post(() =>
    {
        _doubts.RemoveAll(d => d.TaskManager.Id == taskManager);
        if (_state.Execution?.TaskManagers.ContainsKey(taskManager) == true) _job.Log.Lost(_job.Id, taskManager, reason);
        Take(_state.Lost(taskManager, Loss(taskManager, reason, suspicion)));
    });

    /// <summary>A task manager has joined.</summary>
    /// <param name="taskManager">The task manager.</param>
    /// <param name="report">What it runs of the job since earlier sessions; null for nothing.</param>
    internal void Joined(ITaskManagerGateway taskManager, JobReport? report) => _mailbox.Post(() => Take(_state.Joined(taskManager, report)));

    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => Post(attempt, subtask, state => state.Started(subtask));

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => Post(attempt, subtask, state => state.InputEnded(subtask));

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) =>
        Post(attempt, acknowledgement.Subtask, state => state.Acknowledged(acknowledgement));

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) =>
        Post(attempt, subtask, state => state.Declined(subtask, checkpoint, reason));

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) => Post(attempt, subtask, state => state.Confirmed(subtask, checkpoint));

    public void Failed(ExecutionAttempt attempt, SubtaskId? subtask, JobFailure failure) => _mailbox.Post(() =>
    {
        IReadOnlyList<SubtaskId> failed = subtask is { } one ? IsCurrent(attempt, one) ? [one] : [] : LiveOf(attempt);
        if (failed.Count > 0) Take(_state.Failed(failed, failure));
        else _job.Log.Stale(attempt);
    });

    public void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => _mailbox.Post(() =>
    {
        foreach (var doubt in _doubts.FindAll(d => d.TaskManager.Id == taskManager && d.Attempt == attempt))
        {
            _doubts.Remove(doubt);
            if (doubt.Subtasks.Except(subtasks).ToList() is { Count: > 0 } left) _doubts.Add(doubt with { Subtasks = left });
        }

        Take(_state.Ended(attempt, taskManager, subtasks));
    });

    public void SlotsPinned(string taskManager, int slots) => _pool.Pin(taskManager, slots);

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => _mailbox.Post(() =>
    {
        foreach (var subtask in report.Subtasks) Take(attempt with { Number = subtask.Attempt }, subtask);
        // Where it has others of the attempt, it may have ended what runs here since the time of another job manager, for lack of one, before it was told of
        // these; until all run, what it lacks may still be on its way to it.
        if ((_state is Running || !report.HasAttempt) && GoneFrom(attempt, report) is { Count: > 0 } gone) Take(_state.Failed(gone, Loss(report.TaskManager, NoLongerThere)));
        else if (!report.HasAttempt && _state.Execution is { } execution) Take(_state.Ended(attempt, report.TaskManager, [.. execution.All]));
    });

    private IReadOnlyList<SubtaskId> GoneFrom(ExecutionAttempt attempt, TaskManagerReport report) => _state.Execution is { } execution && execution.Attempt == attempt
        ? [.. execution.LiveOn(report.TaskManager).Except(report.Subtasks.Where(s => IsCurrent(attempt with { Number = s.Attempt }, s.Subtask)).Select(static s => s.Subtask))]
        : [];

    // Any of them may end the subtask's attempt.
    private void Take(ExecutionAttempt attempt, SubtaskReport report)
    {
        var subtask = report.Subtask;
        if (report.Failure is { } failure) TakeIfCurrent(attempt, subtask, state => state.Failed([subtask], failure));
        if (report.IsRunning)
        {
            if (IsCurrent(attempt, subtask)) _state.Execution!.Alignment.Take(subtask, report.Watermark);
            if (report.Watermark is not null) BeginAlignment();
            TakeIfCurrent(attempt, subtask, state => state.Started(subtask));
        }

        if (report.InputEnded) TakeIfCurrent(attempt, subtask, state => state.InputEnded(subtask));
        if (report.Confirmed > 0) TakeIfCurrent(attempt, subtask, state => state.Confirmed(subtask, report.Confirmed));
    }

    private void Post(ExecutionAttempt attempt, SubtaskId subtask, Func<State, Decision> fact) => _mailbox.Post(() =>
    {
        if (!TakeIfCurrent(attempt, subtask, fact)) _job.Log.Stale(attempt);
    });

    private bool TakeIfCurrent(ExecutionAttempt attempt, SubtaskId subtask, Func<State, Decision> fact)
    {
        if (!IsCurrent(attempt, subtask)) return false;
        Take(fact(_state));
        return true;
    }

    // A task manager could not do what concerns all that was deployed with an attempt.
    private IReadOnlyList<SubtaskId> LiveOf(ExecutionAttempt attempt) =>
        _state.Execution is { } execution && execution.Attempt == attempt ? [.. execution.Live.Where(s => execution.IsCurrent(attempt, s))] : [];

    private bool IsCurrent(ExecutionAttempt attempt, SubtaskId subtask) => _state.Execution?.IsCurrent(attempt, subtask) == true;

    private static JobFailure Loss(string taskManager, string how, ProcessSuspicion? suspicion = null) =>
        new(suspicion is { IsSuspect: true } ? FailureDomain.User : FailureDomain.External, "", $"Task manager {taskManager} was lost: {how}.{suspicion?.Text}", "");
}
