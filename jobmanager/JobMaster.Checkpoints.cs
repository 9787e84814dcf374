using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>A checkpoint's life: at most one is in flight; it is complete when the head names its manifest.</summary>
public sealed partial class JobMaster
{
    private int _checkpoints;
    private int _failedCheckpoints;
    private int _droppedTimers;
    private long _triggered;

    private void TriggerCheckpoint()
    {
        if (_execution is not { Pending: null, Ending: false, IsReserving: false } execution || _state != JobState.Running) return;
        if (execution.NextId > execution.Head.ReservedIds)
        {
            ReserveIds(execution);
            return;
        }

        var barrier = new CheckpointBarrier(execution.NextId++, _stopRequested, IsSavepoint: !_stopRequested && _savepoints.Count > 0, execution.Base?.Checkpoint ?? 0);
        _triggered = _time.GetTimestamp();
        execution.Pending = new PendingCheckpoint(barrier, _graph.Subtasks);
        Send(execution, t => t.Trigger(execution.Attempt, barrier, execution.Permit));
        Schedule(_options.CheckpointTimeout, () => Expire(execution, barrier.Checkpoint));
    }

    /// <summary>An id is used only when the head has reserved it, so that no later attempt uses it again.</summary>
    private void ReserveIds(Execution execution)
    {
        var (head, version) = (execution.Head.Reserve(), execution.HeadVersion);
        execution.IsReserving = true;
        Effect(execution, "checkpoint ids", () =>
        {
            if (!_store.TrySwapHead(head, version)) throw new InvalidOperationException(Deposed);
            _mailbox.Post(() =>
            {
                execution.Swapped(head, version + 1);
                execution.IsReserving = false;
                TriggerCheckpoint();
            });
        });
    }

    /// <summary>Once the head may name it, a checkpoint cannot be aborted: the next attempt reads what became of it.</summary>
    private void Expire(Execution execution, long id)
    {
        if (_execution != execution || execution.Pending is not { } pending || pending.Checkpoint != id) return;
        var answer = $"It was not complete after {_options.CheckpointTimeout}: ";
        if (!pending.IsComplete) Abort(execution, $"{answer}{string.Join(", ", pending.Missing)} did not answer.");
        else Fail(execution, new JobFailure(FailureDomain.External, "checkpoint", $"{answer}the store did not answer.", ""));
    }

    /// <summary>
    /// A checkpoint that failed is forgotten, and the job goes on: its id is not used again, and its epochs go out with the next one. Tasks
    /// are told, so that nobody waits for its barriers; where they are not, the next checkpoint's overtake them.
    /// </summary>
    private void Abort(Execution execution, string reason)
    {
        // The store's answer may come when the attempt has failed already: a restart is under way then, whose timer must stay.
        if (_state == JobState.Restarting || execution.Pending is not { } pending) return;
        execution.Pending = null;
        Metrics.Aborted();
        Send(execution, t => t.Abort(execution.Attempt, pending.Checkpoint));
        LogAborted(_job.JobId, pending.Checkpoint, reason);
        if (pending.Barrier.IsSavepoint) FailSavepoints($"Savepoint {pending.Checkpoint} failed: {reason}");
        if (++_failedCheckpoints > _options.TolerableFailedCheckpoints)
        {
            Fail(execution, new JobFailure(FailureDomain.External, "", $"{_failedCheckpoints} checkpoints in a row failed. The last one: {reason}", ""));
            return;
        }

        Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }

    private void CompleteCheckpoint(Execution execution, PendingCheckpoint pending)
    {
        var manifest = new CheckpointManifest(
            _job.JobId,
            _job.JobName,
            pending.Checkpoint,
            _graph.MaxParallelism,
            pending.IsFinal,
            [.. _graph.Operators.Where(o => o.HasState)],
            ManifestChain.Next(
                pending.Barrier.IsFull ? null : execution.Base, [.. pending.Acknowledged.SelectMany(static a => a.Blobs)], [.. _graph.Operators]));
        var (head, version) = (execution.Head, execution.HeadVersion);
        Effect(execution, "checkpoint", () =>
        {
            if (TryWrite(execution, manifest, pending, head.LeaderEpoch) is not { } name) return;
            if (pending.Barrier.IsSavepoint)
            {
                _mailbox.Post(() => SavepointCompleted(execution, pending, _store.Describe(name)));
                return;
            }

            var completed = head.Complete(new RetainedCheckpoint(pending.Checkpoint, name), _options.Retain);
            if (pending.IsFinal) completed = completed.End(HeadState.Finished);
            else if (pending.Barrier.Stop) completed = completed.End(HeadState.Stopped);
            if (!_store.TrySwapHead(completed, version)) throw new InvalidOperationException(Deposed);
            _mailbox.Post(() => Completed(execution, pending, manifest, completed, version + 1));
            TrySweep(completed);
        });
    }

    /// <summary>Before the head names it nothing is decided, so a manifest that cannot be written only aborts the checkpoint.</summary>
    private string? TryWrite(Execution execution, CheckpointManifest manifest, PendingCheckpoint pending, long leaderEpoch)
    {
        try
        {
            return _store.WriteManifest(manifest, leaderEpoch, pending.Barrier.IsSavepoint);
        }
        catch (IOException e)
        {
            _mailbox.Post(() =>
            {
                if (_execution == execution && execution.Pending == pending) Abort(execution, e.Message);
            });
            return null;
        }
    }

    /// <summary>Runs an effect on the store; where its outcome is not known the attempt fails, and the next one reads the head again.</summary>
    private void Effect(Execution execution, string what, Action effect) => _host.Run(() =>
    {
        try
        {
            effect();
        }
        catch (Exception e)
        {
            Failed(execution.Attempt, default, new JobFailure(FailureDomain.External, what, e.Message, e.ToString()));
        }
    });

    /// <summary>What a sweep leaves, the next one finds; a checkpoint that is complete does not depend on it.</summary>
    private void TrySweep(JobHead head)
    {
        try
        {
            _store.SweepJob(head);
        }
        catch (IOException e)
        {
            LogStore(_job.JobId, e.Message);
        }
    }

    private void Completed(Execution execution, PendingCheckpoint pending, CheckpointManifest manifest, JobHead head, long version)
    {
        if (_execution != execution || _state == JobState.Restarting) return;
        execution.Swapped(head, version);
        (execution.Pending, execution.Base) = (null, manifest);
        _checkpoints++;
        CountCompleted(pending);
        _droppedTimers = execution.DroppedBefore + pending.DroppedTimers;
        _failedCheckpoints = 0;
        LogCheckpoint(_job.JobId, pending.Checkpoint);
        if (pending.IsFinal || pending.Barrier.Stop)
        {
            execution.End();
            if (pending.Barrier.Stop && !pending.IsFinal) _state = JobTransitions.Step(_state, JobState.Stopping);
        }

        Report();
        if (execution.Permit is { } permit) Send(execution, t => t.Permit(permit));
        ScheduleNext(execution);
    }

    /// <summary>A savepoint of a running job yields no permit: its epochs go out with the next checkpoint.</summary>
    private void SavepointCompleted(Execution execution, PendingCheckpoint pending, string path)
    {
        while (_savepoints.TryDequeue(out var onEnd)) onEnd(new SavepointResult(path, null));
        if (_execution != execution || execution.Pending != pending || _state == JobState.Restarting) return;
        execution.Pending = null;
        CountCompleted(pending);
        _failedCheckpoints = 0;
        LogCheckpoint(_job.JobId, pending.Checkpoint);
        ScheduleNext(execution);
    }

    private void CountCompleted(PendingCheckpoint pending) =>
        Metrics.Completed(_time.GetElapsedTime(_triggered), pending.Acknowledged.SelectMany(static a => a.Blobs).Sum(static b => b.Length));

    private void FailSavepoints(string reason)
    {
        while (_savepoints.TryDequeue(out var onEnd)) onEnd(new SavepointResult(null, reason));
    }

    private void ScheduleNext(Execution execution)
    {
        if (execution.Ending) return;
        if (execution.InputOver || _stopRequested || _savepoints.Count > 0) TriggerCheckpoint();
        else Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }
}
