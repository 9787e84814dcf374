using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>The life of a checkpoint: at most one is in flight; it is complete when the head names its manifest.</summary>
public sealed partial class JobMaster
{
    private int _checkpoints;
    private int _foreign;
    private int _failedCheckpoints;
    private Losses _losses;
    private readonly RecentList<CheckpointRecord> _history = new(RecordsKept);
    private long _triggered;
    private DateTimeOffset _triggeredAt;

    /// <summary>Whether users wait for a checkpoint or savepoint.</summary>
    private bool IsAskedFor => _savepoints.Count > 0 || _asked.Count > 0;

    /// <summary>Whether the next checkpoint does not wait for the interval.</summary>
    private bool IsDueAtOnce(Execution execution) => _stop is not null || execution.InputOver || IsAskedFor || _rescaling is { Planned: not null };

    private void TriggerCheckpoint()
    {
        if (_execution is not { Pending: null, Ending: false, IsReserving: false } execution || _state != JobState.Running) return;
        if (execution.NextId > execution.Head.ReservedIds)
        {
            ReserveIds(execution);
            return;
        }

        var isSavepoint = _stop?.IsSavepoint ?? _savepoints.Count > 0;
        var barrier = new CheckpointBarrier(execution.NextId++, _stop is not null, isSavepoint, execution.Base?.Checkpoint ?? 0, _stop?.Drain ?? false);
        (_triggered, _triggeredAt) = (_time.GetTimestamp(), _time.GetUtcNow());
        execution.Pending = new PendingCheckpoint(barrier, execution.Graph.Subtasks);
        Send(execution, t => t.Trigger(execution.Attempt, barrier, execution.Permit));
        Schedule(_options.CheckpointTimeout, () => Expire(execution, barrier.Checkpoint));
    }

    /// <summary>An id is used only after the head has reserved it, so that no later attempt uses it again.</summary>
    private void ReserveIds(Execution execution)
    {
        var (head, version) = (execution.Head.Reserve(), execution.HeadVersion);
        execution.IsReserving = true;
        Schedule(_options.StoreTimeout, () => Fail(execution, NoAnswer("no checkpoint ids could be reserved")));
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

    /// <summary>Once the head may name it, a checkpoint cannot be aborted: the next attempt reads whether it completed.</summary>
    private void Expire(Execution execution, long id)
    {
        if (Current(execution.Attempt) is null || execution.Pending is not { } pending || pending.Checkpoint != id) return;
        var answer = $"It was not complete after {_options.CheckpointTimeout}: ";
        if (!pending.IsComplete) Abort(execution, $"{answer}{string.Join(", ", pending.Missing)} did not answer.");
        else Fail(execution, new JobFailure(FailureDomain.External, "checkpoint", $"{answer}the store did not answer.", ""));
    }

    /// <summary>
    /// Drops a failed checkpoint, and the job continues: its id is not used again, and its epochs go out with the next one. Tasks are
    /// notified, so that none waits for its barriers; if the message is lost, the next checkpoint's barriers overtake them.
    /// </summary>
    private void Abort(Execution execution, string reason)
    {
        // The store's answer may come after the attempt has failed: a restart is under way then, whose timer must stay.
        if (Current(execution.Attempt) is null || execution.Pending is not { } pending) return;
        execution.Pending = null;
        Metrics.Aborted();
        Record(pending, null, reason);
        Send(execution, t => t.Abort(execution.Attempt, pending.Checkpoint));
        LogAborted(_job.JobId, pending.Checkpoint, reason);
        if (pending.Barrier.Stop) FailStop($"Savepoint {pending.Checkpoint} failed: {reason}");
        else if (pending.Barrier.IsSavepoint) FailSavepoints($"Savepoint {pending.Checkpoint} failed: {reason}");
        if (++_failedCheckpoints > _options.TolerableFailedCheckpoints)
        {
            Fail(execution, new JobFailure(FailureDomain.External, "", $"{_failedCheckpoints} checkpoints in a row failed. The last one: {reason}", ""));
            return;
        }

        if (pending.Barrier.Drain)
        {
            TakeBackDrain(execution);
            return;
        }

        if (pending.Barrier.Stop) execution.TakenBack = pending.Checkpoint;
        // What was asked for since it began is not answered by its failure.
        if (IsAskedFor) TriggerCheckpoint();
        else Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }

    private void CompleteCheckpoint(Execution execution, PendingCheckpoint pending)
    {
        if (pending is { Barrier.Drain: true, IsFinal: false })
        {
            Abort(execution, "Not every subtask had reached its end of input.");
            return;
        }

        var manifest = new CheckpointManifest(
            _job.JobId,
            _job.JobName,
            pending.Checkpoint,
            execution.Graph.MaxParallelism,
            pending.IsFinal,
            [.. execution.Graph.Operators.Where(o => o.HasState)],
            ManifestChain.Next(
                pending.Barrier.IsFull ? null : execution.Base, [.. pending.Acknowledged.SelectMany(static a => a.Blobs)], [.. execution.Graph.Operators]))
        {
            Losses = execution.LostBefore + pending.Losses,
        };
        var (head, version) = (execution.Head, execution.HeadVersion);
        Effect(execution, "checkpoint", () =>
        {
            if (TryWrite(execution, manifest, pending, head.LeaderEpoch) is not { } name) return;
            if (pending.Barrier is { IsSavepoint: true, Stop: false })
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

    /// <summary>Nothing is decided until the head names it, so a manifest that cannot be written only aborts the checkpoint.</summary>
    private string? TryWrite(Execution execution, CheckpointManifest manifest, PendingCheckpoint pending, long leaderEpoch)
    {
        try
        {
            return _store.WriteManifest(manifest, leaderEpoch, pending.Barrier.IsSavepoint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _mailbox.Post(() =>
            {
                if (execution.Pending == pending) Abort(execution, e.Message);
            });
            return null;
        }
    }

    /// <summary>What one sweep leaves behind, the next one finds; a completed checkpoint does not depend on it.</summary>
    private void TrySweep(JobHead head) => TrySweep(() =>
    {
        var foreign = _store.SweepJob(head);
        if (Interlocked.Exchange(ref _foreign, foreign) < foreign) LogForeign(_job.JobId, foreign, _store.Describe(_job.JobId));
    });

    private void TrySweep(Action sweep)
    {
        try
        {
            sweep();
        }
        catch (Exception e)
        {
            LogStore(_job.JobId, e.Message);
        }
    }

    private void Completed(Execution execution, PendingCheckpoint pending, CheckpointManifest manifest, JobHead head, long version)
    {
        if (Current(execution.Attempt) is null) return;
        execution.Swapped(head, version);
        (execution.Pending, execution.Base, execution.TakenBack) = (null, manifest, 0);
        _checkpoints++;
        CountCompleted(pending, _store.Describe(head.Latest!.Manifest));
        _losses = manifest.Losses;
        _failedCheckpoints = 0;
        LogCheckpoint(_job.JobId, pending.Checkpoint);
        if (pending.IsFinal || pending.Barrier.Stop)
        {
            execution.End();
            if (pending.Barrier.Stop && !pending.IsFinal) _state = JobTransitions.Step(_state, JobState.Stopping);
        }

        Report();
        if (execution.Permit is { } permit) Send(execution, t => t.Permit(permit));
        if (_rescaling is { Planned: not null } && !execution.Ending) SwitchScale(execution);
        else ScheduleNext(execution);
    }

    private void CountCompleted(PendingCheckpoint pending, string path)
    {
        Metrics.Completed(_time.GetElapsedTime(_triggered), BytesOf(pending));
        Record(pending, path, null);
    }

    private void Record(PendingCheckpoint pending, string? path, string? failure)
    {
        var record = new CheckpointRecord(pending.Checkpoint, pending.Barrier.IsSavepoint, path, BytesOf(pending), _triggeredAt, _time.GetElapsedTime(_triggered), failure);
        _history.Add(record);
        AnswerAsked(record);
    }

    private static long BytesOf(PendingCheckpoint pending) => pending.Acknowledged.SelectMany(static a => a.Blobs).Sum(static b => b.Length);

    private void ScheduleNext(Execution execution)
    {
        if (execution.Ending)
        {
            Schedule(_options.CheckpointTimeout, () => Fail(execution, new JobFailure(
                FailureDomain.External, "", $"The output of the last checkpoint was not published within {_options.CheckpointTimeout}.", "")));
            return;
        }

        if (IsDueAtOnce(execution)) TriggerCheckpoint();
        else Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }
}
