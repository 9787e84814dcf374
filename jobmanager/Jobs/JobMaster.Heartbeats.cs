using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager;

/// <summary>
/// Heartbeats: a task manager that does not answer for a while is lost, and its tasks with it. Heartbeats carry the latest permit to the task
/// managers, and back everything the attempt's tasks have reported, so that a lost message only delays. They are still sent to a lost task
/// manager, so that its slots can be used again when it answers. In between, aligned sources exchange their progress.
/// </summary>
public sealed partial class JobMaster
{
    private readonly SortedDictionary<string, ITaskManagerGateway> _known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ExecutionAttempt> _doubted = new(StringComparer.Ordinal);
    private ITimer? _heartbeat;
    private ITimer? _alignment;

    public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report) => _mailbox.Post(() =>
    {
        if (_heartbeats.Answered(report.TaskManager)) LogBack(_job.JobId, report.TaskManager);
        if (attempt == _execution?.Attempt && _execution.TaskManagers.ContainsKey(report.TaskManager)) Take(_execution, report);
    });

    private void BeginHeartbeats() =>
        _heartbeat = _time.CreateTimer(_ => _mailbox.Post(Beat), null, _options.HeartbeatInterval, _options.HeartbeatInterval);

    /// <summary>Watches the task managers of a new attempt, and of the others only those that are lost or may still run earlier tasks.</summary>
    private void WatchTaskManagers(Execution execution)
    {
        foreach (var left in _known.Keys.Where(t => !execution.TaskManagers.ContainsKey(t) && !_heartbeats.IsLost(t) && !_doubted.ContainsKey(t)).ToList())
        {
            _known.Remove(left);
            Forget(left);
        }

        foreach (var (id, taskManager) in execution.TaskManagers)
        {
            // A different process with the same name: the silence of the previous one is not its own.
            if (_known.TryGetValue(id, out var before) && before != taskManager) Forget(id);
            _known[id] = taskManager;
            _heartbeats.Watch(id);
        }
    }

    private bool IsLost(ITaskManagerGateway taskManager) => _heartbeats.IsLost(taskManager.Id) && _known.GetValueOrDefault(taskManager.Id) == taskManager;

    private void Beat()
    {
        // Before the first attempt there is nothing to send; it starts as soon as the store answers.
        if (_execution is not { } execution || JobTransitions.IsEnd(_state)) return;
        foreach (var lost in _heartbeats.Beat()) Lose(execution, lost);
        foreach (var ending in _known.Values.Where(t => _ending.Contains(t.Id))) ending.End(execution.Attempt);
        foreach (var (id, attempt) in _doubted) _known[id].End(attempt);
        if (execution.TakenBack is var stop and > 0) Send(execution, t => t.Abort(execution.Attempt, stop));
        Tell(execution, _known.Values);
    }

    private void Tell(Execution execution, IEnumerable<ITaskManagerGateway> to)
    {
        var lowest = execution.Alignment.Lowest();
        foreach (var taskManager in to) taskManager.Heartbeat(execution.Attempt, _ending.Count > 0 ? null : execution.Permit, lowest);
    }

    private void BeginAlignment() =>
        _alignment ??= _time.CreateTimer(_ => _mailbox.Post(Align), null, _options.AlignmentInterval, _options.AlignmentInterval);

    // Only heartbeats count as signs of life.
    private void Align()
    {
        if (_execution is not { } execution || _granted is not { } granted || _state != JobState.Running) return;
        var reading = execution.Alignment.Reading.Select(s => granted.Placement.Of(s).Id).ToHashSet(StringComparer.Ordinal);
        Tell(execution, execution.TaskManagers.Values.Where(t => reading.Contains(t.Id)));
    }

    /// <summary>A task manager's slots are granted again only when it reports that its tasks of an attempt have ended; it is asked until it does.</summary>
    private void Doubt(Execution execution, string taskManager)
    {
        // One that is doubted because of an earlier attempt has no part of this one, and would report the end of this one at once.
        if (_doubted.ContainsKey(taskManager) && !execution.TaskManagers.ContainsKey(taskManager)) return;
        _doubted[taskManager] = execution.Attempt;
        _pool.Doubt(execution.Attempt, _known[taskManager]);
        _known[taskManager].End(execution.Attempt);
    }

    /// <summary>What was given up has ended, which is also a sign of life. False where nothing was waited for.</summary>
    private bool EndDoubt(ExecutionAttempt attempt, string taskManager)
    {
        if (!_doubted.TryGetValue(taskManager, out var doubted) || doubted != attempt) return false;
        _doubted.Remove(taskManager);
        if (_heartbeats.Answered(taskManager)) LogBack(_job.JobId, taskManager);
        return true;
    }

    private void Forget(string taskManager)
    {
        _heartbeats.Forget(taskManager);
        _doubted.Remove(taskManager);
    }

    private void Lose(Execution execution, string taskManager)
    {
        var how = $"it did not answer for {_options.HeartbeatTimeout.TotalSeconds:0.#} s";
        LogLost(_job.JobId, taskManager, how);
        Doubt(execution, taskManager);
        Withdraw(taskManager);
        if (!execution.TaskManagers.ContainsKey(taskManager)) return;
        if (_ending.Count > 0) OnEnded(taskManager);
        else if (Current(execution.Attempt) is not null) Fail(execution, Loss(taskManager, how));
    }

    private void Take(Execution execution, TaskManagerReport report)
    {
        if (!report.HasAttempt)
        {
            if (_ending.Count > 0) OnEnded(report.TaskManager);
            else if (Current(execution.Attempt) is not null) Fail(execution, Loss(report.TaskManager, "it no longer has the job's tasks, because it was restarted or had lost the job manager"));
            return;
        }

        foreach (var subtask in report.Subtasks)
        {
            // Any of them may end the attempt.
            if (Current(execution.Attempt) is null) return;
            Take(execution, subtask);
        }
    }

    private void Take(Execution execution, SubtaskReport report)
    {
        if (report.Failure is { } failure)
        {
            Fail(execution, failure);
            return;
        }

        if (report.IsRunning)
        {
            OnRunning(execution, report.Subtask);
            execution.Alignment.Take(report.Subtask, report.Watermark);
            if (report.Watermark is not null) BeginAlignment();
        }

        if (report.InputEnded) OnInputEnded(execution, report.Subtask);
        if (report.Confirmed > 0) OnConfirmed(execution, report.Subtask, report.Confirmed);
    }

    private static JobFailure Loss(string taskManager, string how, ProcessSuspicion? suspicion = null) =>
        new(suspicion is { IsSuspect: true } ? FailureDomain.User : FailureDomain.External, "", $"Task manager {taskManager} was lost: {how}.{suspicion?.Text}", "");
}
