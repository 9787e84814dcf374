using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>A checkpoint's life: at most one is in flight; it is complete when the head names its manifest.</summary>
public sealed partial class JobMaster
{
    private void TriggerCheckpoint()
    {
        if (_execution is not { Pending: null, Ending: false } execution || _state != JobState.Running) return;
        var id = execution.NextId++;
        execution.Pending = new PendingCheckpoint(id, _stopRequested, _graph.Subtasks);
        Send(t => t.Trigger(_job.JobId, execution.Attempt, id, _stopRequested));
        Schedule(_options.CheckpointTimeout, () => Expire(execution, id));
    }

    private void Expire(Execution execution, long id)
    {
        if (_execution != execution || execution.Pending?.Checkpoint != id) return;
        Fail(execution, new JobFailure(FailureDomain.Engine, "", $"Checkpoint {id} was not complete after {_options.CheckpointTimeout}.", ""));
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
            [.. pending.Acknowledged.SelectMany(a => a.Blobs)]);
        var (head, version) = (execution.Head, execution.HeadVersion);
        if (pending.Checkpoint >= head.ReservedIds) head = head.Reserve();
        _host.Run(() =>
        {
            try
            {
                var name = _store.WriteManifest(manifest, head.LeaderEpoch);
                var completed = head.Complete(new RetainedCheckpoint(pending.Checkpoint, name), _options.Retain);
                if (pending.IsFinal) completed = completed.End(HeadState.Finished);
                else if (pending.IsStop) completed = completed.End(HeadState.Stopped);
                if (!_store.TrySwapHead(completed, version)) throw new InvalidOperationException(Deposed);
                _mailbox.Post(() => Completed(execution, pending, completed, version + 1));
                TrySweep(completed);
            }
            catch (Exception e)
            {
                Failed(_job.JobId, execution.Attempt, default, new JobFailure(FailureDomain.External, "checkpoint", e.Message, e.ToString()));
            }
        });
    }

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

    private void Completed(Execution execution, PendingCheckpoint pending, JobHead head, long version)
    {
        if (_execution != execution || _state == JobState.Restarting) return;
        execution.Swapped(head, version);
        execution.Pending = null;
        _checkpoints++;
        LogCheckpoint(_job.JobId, pending.Checkpoint);
        if (pending.IsFinal || pending.IsStop)
        {
            execution.End();
            if (pending.IsStop && !pending.IsFinal) _state = JobState.Stopping;
        }

        Report();
        if (CommitPermit.From(head) is { } permit) Send(t => t.Permit(permit));
        if (execution.Ending) return;
        if (execution.InputOver || _stopRequested) TriggerCheckpoint();
        else Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    }
}
