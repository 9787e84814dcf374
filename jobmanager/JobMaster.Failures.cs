using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Failures and ends. The failover scope is the whole job: all its subtasks get a new attempt.</summary>
public sealed partial class JobMaster
{
    private void Fail(Execution execution, JobFailure failure)
    {
        _failure = failure;
        var now = _time.GetTimestamp();
        _failures = _failures > 0 && _time.GetElapsedTime(_lastFailure, now) >= _options.Restart.ResetAfter ? 1 : _failures + 1;
        _lastFailure = now;
        LogFailure(_job.JobId, execution.Attempt, failure.Operator, failure.Message, failure.Details);
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    private void EndAttempt(Execution execution)
    {
        _timer?.Dispose();
        foreach (var taskManager in _taskManagers) _ending.Add(taskManager.Id);
        Send(t => t.End(_job.JobId, execution.Attempt));
    }

    private void ScheduleRestart()
    {
        if (_stopRequested)
        {
            End(JobState.Stopped);
            return;
        }

        if (_options.Restart.Decide(_failure!.Domain, _failures, _random.NextDouble()) is not { } delay)
        {
            GiveUp(_failure);
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
            _host.Run(() => _store.TrySwapHead(head, version));
        }

        End(JobState.Failed);
    }

    private void Finish() => End(_state == JobState.Stopping ? JobState.Stopped : JobState.Finished);

    private void End(JobState state)
    {
        _timer?.Dispose();
        Become(state);
        _mailbox.Stop();
    }
}
