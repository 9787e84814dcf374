using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Failures and ends. The failover scope is the whole job: all its subtasks get a new attempt.</summary>
public sealed partial class JobMaster
{
    private readonly SortedSet<string> _ending = new(StringComparer.Ordinal);
    private JobFailure? _failure;
    private long? _runningSince;
    private RestartHistory _history = RestartHistory.Empty;
    private int _restarts;

    private void Fail(Execution execution, JobFailure failure)
    {
        // What fails when everything is published changes nothing any more.
        if (execution.AllConfirmed) return;
        Count(failure);
        LogFailure(_job.JobId, execution.Attempt.Number, failure.Summary, failure.Details);
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    /// <summary>No attempt could be begun: the store was not to be had, or it has nothing to go on from.</summary>
    private void FailToBegin(JobFailure failure)
    {
        Count(failure);
        LogFailureToBegin(_job.JobId, failure.Summary, failure.Details);
        if (_state != JobState.Restarting) Become(JobState.Restarting);
        ScheduleRestart();
    }

    private void Count(JobFailure failure)
    {
        var ran = _runningSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
        (_failure, _runningSince) = (failure, null);
        _history = _history.Add(failure, ran, _graph.Restart);
    }

    /// <summary>Waits for the tasks to end where somebody can say so; safety does not rest on it, because everything carries the attempt.</summary>
    private void EndAttempt(Execution execution)
    {
        _timer?.Dispose();
        _ending.UnionWith(execution.TaskManagers.Where(t => !_heartbeats.IsLost(t)));
        Send(execution, t => t.End(execution.Attempt));
        if (_ending.Count == 0) AllEnded();
    }

    private void OnEnded(string taskManager)
    {
        if (_ending.Remove(taskManager) && _ending.Count == 0) AllEnded();
    }

    private void AllEnded()
    {
        if (_state == JobState.Restarting) ScheduleRestart();
        else End(_state == JobState.Stopping ? JobState.Stopped : JobState.Finished);
    }

    private void ScheduleRestart()
    {
        if (_failure is not { } failure) return;
        if (_history.NextDelay(failure, _graph.Restart, _random.NextDouble()) is not { } delay)
        {
            GiveUp();
            return;
        }

        _restarts++;
        Schedule(delay, BeginAttempt);
    }

    private void GiveUp()
    {
        if (_execution is { Attempt: var attempt }) _host.Run(() => TryEndHead(attempt));
        End(JobState.Failed);
    }

    /// <summary>The head is read again, because a swap of this attempt may have had its effect after all.</summary>
    private void TryEndHead(Core.Graph.ExecutionAttempt attempt)
    {
        try
        {
            if (_store.ReadHead(attempt.JobId) is { } read && read.Head.Execution == attempt) _store.TrySwapHead(read.Head.End(HeadState.Failed), read.Version);
        }
        catch (IOException e)
        {
            LogStore(_job.JobId, e.Message);
        }
    }

    private void End(JobState state)
    {
        _timer?.Dispose();
        _heartbeat?.Dispose();
        FailSavepoints("The job ended first.");
        Become(state);
        _mailbox.Stop();
    }
}
