using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>How a job ends: on its own, with a last checkpoint, without one, or failed.</summary>
public sealed partial class JobMaster
{
    private readonly List<Action<SavepointResult>> _onStopped = [];
    private StopRequest? _stop;
    private string? _savepoint;
    private bool _endsHead;
    private ITimer? _stopLimit;

    /// <summary>Why the job accepts no request but a cancel; null where it does.</summary>
    private string? WhyItEnds => _state switch
    {
        JobState.Cancelling => "The job is being cancelled.",
        _ when JobTransitions.IsEnd(_state) => "The job has ended.",
        _ when _stop is null => null,
        JobState.Restarting when _failure is { } failure => $"The job was told to stop, and does so when it runs again. It restarts because of this failure: {failure.Summary}",
        JobState.Waiting => $"The job was told to stop, and does so when it runs again. It waits for {_waitsFor}.",
        _ => "The job is being stopped.",
    };

    /// <summary>Stops the job with a last checkpoint; a job that is restarting stops when it runs again.</summary>
    public void Stop() => Stop(new StopRequest());

    /// <summary>Stops the job with a last checkpoint, according to the request.</summary>
    internal void Stop(StopRequest request) => _mailbox.Post(() =>
    {
        if (request.OnEnd is { } onEnd) _onStopped.Add(onEnd);
        if (_state is JobState.Cancelling || JobTransitions.IsEnd(_state))
        {
            FailStop("The job ended first.");
            return;
        }

        if (request.Limit is { } limit) BeginStopLimit(request, limit);
        _stop ??= request;
        Report();
        if (_state == JobState.Running) TriggerCheckpoint();
        // The attempt has failed: everything since the last checkpoint is already lost.
        else if (request.Limit is not null && _state is JobState.Restarting or JobState.Waiting) CancelNow();
    });

    /// <summary>A stop with a limit replaces one without, and ends the job in any case.</summary>
    private void BeginStopLimit(StopRequest request, TimeSpan limit)
    {
        _stop = request with { IsSavepoint = _stop?.IsSavepoint ?? request.IsSavepoint, Drain = _stop?.Drain ?? request.Drain };
        _stopLimit ??= _time.CreateTimer(
            _ => _mailbox.Post(() =>
            {
                if (JobTransitions.IsEnd(_state)) return;
                LogStopLimit(_job.JobId, limit);
                CancelNow();
            }),
            null,
            limit,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancels the job, without a last checkpoint.</summary>
    public void Cancel() => _mailbox.Post(CancelNow);

    private void CancelNow()
    {
        if (_state is JobState.Cancelling || _endsHead || JobTransitions.IsEnd(_state)) return;
        (_request, _isPlanning, _waitsFor) = (null, false, null);
        Become(JobState.Cancelling);
        // Operations under way see the new state when they return, within their limit.
        if (_taking is not null || _ending.Count > 0) return;
        Unschedule();
        if (_execution is { HasEnded: false } execution) EndAttempt(execution);
        else EndCancelled();
    }

    /// <summary>A stop that a caller waits for ends with the failed checkpoint; the job keeps running.</summary>
    private void FailStop(string reason)
    {
        foreach (var onEnd in _onStopped) onEnd(new SavepointResult(null, reason));
        _onStopped.Clear();
        if (_stop?.OnEnd is null) return;
        _stop = null;
        Report();
        AskForMore();
    }

    /// <summary>
    /// The savepoint of a drain failed. State has seen the last watermark and the end of input, so no task of the attempt may continue; the
    /// next attempt starts from the last completed checkpoint, whatever the restart policy for failures.
    /// </summary>
    private void TakeBackDrain(Execution execution)
    {
        LogDrainTakenBack(_job.JobId, execution.Attempt.Number, execution.Head.Latest?.Checkpoint ?? 0);
        PostponeRescale();
        BeginAnew(execution);
    }

    private void GiveUp() => EndHead(HeadState.Failed, JobState.Failed);

    private void EndCancelled() => EndHead(HeadState.Cancelled, JobState.Cancelled);

    private void EndHead(HeadState head, JobState state)
    {
        var (leader, known) = (_leaderEpoch, Known);
        _endsHead = true;
        Schedule(_options.StoreTimeout, () =>
        {
            LogStore(_job.JobId, NoAnswer("its end may not be in its head").Message);
            End(state);
        });
        _host.Run(() =>
        {
            TryEndHead(leader, head, known);
            _mailbox.Post(() => End(state));
        });
    }

    /// <summary>The head is read again, because a swap by this leader may have succeeded after all. Another leader's head is left alone.</summary>
    private void TryEndHead(long leader, HeadState state, (JobHead Head, long Version)? known)
    {
        try
        {
            while (FindHead(null, known) is { } read && (leader == 0 || read.Head.LeaderEpoch == leader))
            {
                if (_store.TrySwapHead(read.Head.End(state), read.Version)) return;
            }
        }
        catch (Exception e)
        {
            // The job ends whether or not its head could be written.
            LogStore(_job.JobId, e.Message);
        }
    }

    private void End(JobState state)
    {
        if (JobTransitions.IsEnd(_state)) return;
        Unschedule();
        _stopLimit?.Dispose();
        _heartbeat?.Dispose();
        _alignment?.Dispose();
        _pool.Release(_job.JobId);
        if (state is JobState.Finished or JobState.Stopped && _stop is not null) _savepoint = _store.Describe(_execution!.Head.Latest!.Manifest);
        if (_savepoint is { } path)
        {
            foreach (var onEnd in _onStopped) onEnd(new SavepointResult(path, null));
            _onStopped.Clear();
        }

        FailStop("The job ended first.");
        FailSavepoints("The job ended first.");
        FailRescales("The job ended first.");
        Become(state);
        _mailbox.Stop();
    }
}
