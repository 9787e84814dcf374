using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Failures. The failover scope is the whole job: all its subtasks get a new attempt.</summary>
public sealed partial class JobMaster
{
    private readonly SortedSet<string> _ending = new(StringComparer.Ordinal);
    private readonly RecentList<FailureRecord> _failures = new(RecordsKept);
    private JobFailure? _failure;
    private long? _runningSince;
    private RestartHistory _restartHistory = RestartHistory.Empty;
    private int _restarts;
    private bool _beginsAtOnce;

    private void Fail(Execution execution, JobFailure failure)
    {
        // A failure after everything is published changes nothing.
        if (execution.AllConfirmed) return;
        Count(failure, execution.Attempt.Number);
        if (GoesOnAfter(failure)) LogFailure(_job.JobId, execution.Attempt.Number, failure.Summary, failure.Details);
        PostponeRescale();
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    /// <summary>No attempt could be started: the storage is unavailable, or has nothing to restore from, or there is no plan.</summary>
    private void FailToBegin(JobFailure failure)
    {
        Count(failure, 0);
        if (GoesOnAfter(failure)) LogFailureToBegin(_job.JobId, failure.Summary, failure.Details);
        if (_state != JobState.Restarting) Become(JobState.Restarting);
        ScheduleRestart();
    }

    private void Count(JobFailure failure, int attempt)
    {
        var ran = _runningSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
        (_failure, _runningSince) = (failure, null);
        _failures.Add(new FailureRecord(failure, _time.GetUtcNow(), attempt));
        _restartHistory = _restartHistory.Add(failure, ran, RestartPolicy);
    }

    /// <summary>Whether the job continues after a failure; one that ends the job is reported with the job's end.</summary>
    private bool GoesOnAfter(JobFailure failure) => _stop is not { Limit: not null } && _restartHistory.Allows(failure, RestartPolicy);

    /// <summary>Ends an attempt that has not failed; the next one starts at once.</summary>
    private void BeginAnew(Execution execution)
    {
        _beginsAtOnce = true;
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    /// <summary>Waits for the tasks to stop where a task manager can report it; safety does not depend on it: everything carries the attempt.</summary>
    private void EndAttempt(Execution execution)
    {
        Unschedule();
        _ending.UnionWith(execution.TaskManagers.Keys.Where(_known.ContainsKey).Where(t => !_heartbeats.IsLost(t)));
        if (_ending.Count > 0) Schedule(_options.EndTimeout, GiveUpEnding);
        Send(execution, t => t.End(execution.Attempt));
        if (_ending.Count == 0) AllEnded();
    }

    private void GiveUpEnding()
    {
        LogNotEnded(_job.JobId, string.Join(", ", _ending), _options.EndTimeout);
        foreach (var taskManager in _ending.ToList())
        {
            Doubt(_execution!, taskManager);
            OnEnded(taskManager);
        }
    }

    private void OnEnded(string taskManager)
    {
        if (_ending.Remove(taskManager) && _ending.Count == 0) AllEnded();
    }

    private void AllEnded()
    {
        if (_execution is { } execution) execution.HasEnded = true;
        Unschedule();
        switch (_state)
        {
            case JobState.Restarting when _beginsAtOnce:
                _beginsAtOnce = false;
                BeginAttempt();
                break;
            case JobState.Restarting:
                ScheduleRestart();
                break;
            case JobState.Cancelling:
                EndCancelled();
                break;
            default:
                End(_state == JobState.Stopping ? JobState.Stopped : JobState.Finished);
                break;
        }
    }

    private void ScheduleRestart()
    {
        // Everything since the last checkpoint is already lost: another attempt would have nothing to save.
        if (_stop is { Limit: not null })
        {
            CancelNow();
            return;
        }

        if (_failure is not { } failure) return;
        if (_restartHistory.NextDelay(failure, RestartPolicy, _random.NextDouble()) is not { } delay)
        {
            GiveUp();
            return;
        }

        _restarts++;
        Schedule(delay, BeginAttempt);
    }
}
