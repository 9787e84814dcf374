using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Facts that task managers report. A fact may arrive twice: on its own, and with a heartbeat in case the first was lost.</summary>
public sealed partial class JobMaster : IJobManagerGateway
{
    public void Running(ExecutionAttempt attempt, SubtaskId subtask) => Fact(attempt, execution => OnRunning(execution, subtask));

    public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask) => Fact(attempt, execution => OnInputEnded(execution, subtask));

    public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement) => Fact(attempt, execution =>
    {
        if (execution.Pending is not { } pending || !pending.Acknowledge(acknowledgement) || !pending.IsComplete) return;
        CompleteCheckpoint(execution, pending);
    });

    public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason) => Fact(attempt, execution =>
    {
        if (execution.Pending?.Checkpoint == checkpoint) Abort(execution, $"subtask {subtask}: {reason}");
    });

    public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint) =>
        Fact(attempt, execution => OnConfirmed(execution, subtask, checkpoint));

    public void Failed(ExecutionAttempt attempt, SubtaskId subtask, JobFailure failure) => Fact(attempt, execution => Fail(execution, failure));

    public void Ended(ExecutionAttempt attempt, string taskManager) => _mailbox.Post(() =>
    {
        var wasDoubted = EndDoubt(attempt, taskManager);
        if (attempt == _execution?.Attempt) OnEnded(taskManager);
        else if (!wasDoubted) LogStale(attempt);
    });

    public void SlotsPinned(string taskManager, int slots) => _pool.Pin(taskManager, slots);

    private void OnRunning(Execution execution, SubtaskId subtask)
    {
        execution.Started(subtask);
        if (!execution.AllRunning || _state != JobState.Created) return;
        Unschedule();
        Become(JobState.Running);
        _runningSince = _time.GetTimestamp();
        if (execution.Permit is { } permit) Send(execution, t => t.Permit(permit));
        // Aligned sources read nothing until they know the others' progress.
        Tell(execution, execution.TaskManagers.Values);
        ScaledOrNext();
        if (IsDueAtOnce(execution)) TriggerCheckpoint();
        else if (!execution.Ending) Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }

    private void OnInputEnded(Execution execution, SubtaskId subtask)
    {
        execution.InputEnded(subtask);
        if (execution.InputOver && _state == JobState.Running && execution.Pending is null) TriggerCheckpoint();
    }

    private void OnConfirmed(Execution execution, SubtaskId subtask, long checkpoint)
    {
        execution.Confirmed(subtask, checkpoint);
        if (execution.AllConfirmed && _ending.Count == 0 && (_state is JobState.Running or JobState.Stopping)) EndAttempt(execution);
    }

    private void Fact(ExecutionAttempt attempt, Action<Execution> act) => _mailbox.Post(() =>
    {
        if (Current(attempt) is { } execution) act(execution);
        else LogStale(attempt);
    });

    /// <summary>Returns the attempt if it is the newest and has not failed, otherwise null.</summary>
    private Execution? Current(ExecutionAttempt attempt) =>
        _execution is { HasEnded: false } execution && execution.Attempt == attempt && _state is (JobState.Created or JobState.Running or JobState.Stopping)
            ? execution
            : null;
}
