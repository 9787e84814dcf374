using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Failures and ends. The failover scope is the whole job: all its subtasks get a new attempt.</summary>
public sealed partial class JobMaster
{
    private void Fail(Execution execution, JobFailure failure)
    {
        Count(failure);
        LogFailure(_job.JobId, execution.Attempt, failure.Summary, failure.Details);
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    /// <summary>No attempt could be begun: the store was not to be had, or it has nothing to go on from.</summary>
    private void FailToBegin(JobFailure failure)
    {
        Count(failure);
        LogFailure(_job.JobId, _execution?.Attempt ?? 0, failure.Summary, failure.Details);
        Become(JobState.Restarting);
        ScheduleRestart();
    }

    private void Count(JobFailure failure)
    {
        _failure = failure;
        var now = _time.GetTimestamp();
        _history = _history.Add(failure, _time.GetElapsedTime(_lastFailure, now), _graph.Restart);
        _lastFailure = now;
    }

    private void EndAttempt(Execution execution)
    {
        _timer?.Dispose();
        foreach (var taskManager in _taskManagers) _ending.Add(taskManager.Id);
        Send(t => t.End(_job.JobId, execution.Attempt));
    }

    private void ScheduleRestart()
    {
        if (_failure is not { } failure) return;
        if (_history.NextDelay(failure, _graph.Restart, _random.NextDouble()) is not { } delay)
        {
            GiveUp(failure);
            return;
        }

        _restarts++;
        Schedule(delay, BeginAttempt);
    }

    private void GiveUp(JobFailure failure)
    {
        _failure = failure;
        if (_execution is { } execution)
        {
            var (head, version) = (execution.Head.End(HeadState.Failed), execution.HeadVersion);
            _host.Run(() => TryEndHead(head, version));
        }

        End(JobState.Failed);
    }

    private void TryEndHead(JobHead head, long version)
    {
        try
        {
            _store.TrySwapHead(head, version);
        }
        catch (IOException e)
        {
            LogStore(_job.JobId, e.Message);
        }
    }

    private void Finish() => End(_state == JobState.Stopping ? JobState.Stopped : JobState.Finished);

    private void End(JobState state)
    {
        _timer?.Dispose();
        FailSavepoints("The job ended first.");
        Become(state);
        _mailbox.Stop();
    }
}
