using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>Starting an attempt: first a new number in the head, then the newest intact checkpoint, then the deployment.</summary>
public sealed partial class JobMaster
{
    private readonly string _writer;
    private long _leaderEpoch;
    private object? _taking;

    /// <summary>The head as this leader wrote it last; null where it has not.</summary>
    private (JobHead Head, long Version)? Known => _execution is { } last ? (last.Head, last.HeadVersion) : null;

    private string Deposed => $"Another process runs job {_job.JobId} now.";

    private string ChangedMeanwhile => $"The head of job {_job.JobId} was changed in the meantime.";

    private void TakeAttempt(PlannedJob planned)
    {
        var leader = _leaderEpoch;
        var known = Known;
        var taking = _taking = new object();
        Schedule(_options.StoreTimeout, () => FailToTake(taking, NoAnswer("no attempt could be started")));
        _host.Run(() =>
        {
            try
            {
                var (execution, manifest) = TakeAttempt(planned, leader, known);
                _mailbox.Post(() => Deploy(taking, execution, manifest));
            }
            catch (Exception e)
            {
                var failure = new JobFailure(FailureDomain.External, "", e.Message, e.ToString(), CanRetry: e is IOException and not CorruptBlobException);
                _mailbox.Post(() => FailToTake(taking, failure));
            }
        });
    }

    /// <summary>Writes the next attempt into the head, with its scale and the checkpoint that it restores.</summary>
    private (Execution Execution, CheckpointManifest? Restored) TakeAttempt(PlannedJob planned, long leader, (JobHead Head, long Version)? known)
    {
        TrySweep(() => _store.SweepUnfinished(_job.JobId));
        var restore = leader == 0 ? _options.Restore : null;
        var (head, version) = FindHead(restore, known) ?? throw new InvalidOperationException($"Job {_job.JobId} has no head.");
        if (leader != 0 && head.LeaderEpoch != leader) throw new InvalidOperationException(Deposed);
        if (restore is not null) head = head.AsOf(restore);
        var (manifest, damage) = ReadNewestWhole(head, version);
        damage = [.. head.PassedOver, .. damage];
        if (FallbackRules.Refuse(planned.Graph, damage) is { } refusal) throw new InvalidOperationException(refusal);
        foreach (var problem in damage) LogFallback(_job.JobId, problem);
        var next = head.BeginAttempt(leader != 0 ? leader : head.LeaderEpoch + 1, manifest?.Checkpoint ?? 0) with
        {
            Parallelism = planned.Job.Parallelism,
            OperatorParallelism = planned.Job.OperatorParallelism,
            Writer = _writer,
        };
        // After a checkpoint in which every subtask has finished, only its publishing is left to do.
        if (manifest is { Finished: true }) next = next.End(HeadState.Finished);
        if (!_store.TrySwapHead(next, version)) throw new IOException(ChangedMeanwhile);
        if (manifest is null) return (new Execution(next, version + 1, planned), null);
        manifest = FormerIds.Follow(manifest, planned.Graph);
        return (new Execution(next, version + 1, planned) { Base = JobStore.IsSavepoint(next.Latest!) ? null : manifest, LostBefore = manifest.Losses }, manifest);
    }

    /// <summary>This leader knows what it wrote last, even where the stored head is damaged.</summary>
    private (JobHead Head, long Version)? FindHead(RetainedCheckpoint? restore, (JobHead Head, long Version)? known)
    {
        try
        {
            return _store.ReadHead(_job.JobId) ?? _store.FindHead(_job.JobId, restore?.Checkpoint);
        }
        catch (CorruptBlobException e)
        {
            LogDamagedHead(_job.JobId, e.Message);
            return known is not null && known.Value.Version == _store.VersionOfHead(_job.JobId) ? known : _store.FindHead(_job.JobId, restore?.Checkpoint);
        }
    }

    /// <summary>A missing blob may have been swept by another leader since the head was read; only one that the newest head names is damaged.</summary>
    private (CheckpointManifest? Manifest, IReadOnlyList<string> Damage) ReadNewestWhole(JobHead head, long version)
    {
        try
        {
            return _store.ReadNewestWhole(head);
        }
        catch (CorruptBlobException)
        {
            if ((_store.VersionOfHead(_job.JobId) ?? 0) != version) throw new IOException(ChangedMeanwhile);
            throw;
        }
    }

    private void Deploy(object taking, Execution execution, CheckpointManifest? restored)
    {
        // The store answered after the time limit: the number is used up, if it was written at all.
        if (_taking != taking) return;
        _taking = null;
        Unschedule();
        (_execution, _leaderEpoch, _failedCheckpoints, _losses) = (execution, execution.Head.LeaderEpoch, 0, execution.LostBefore);
        if (_state == JobState.Cancelling)
        {
            EndCancelled();
            return;
        }

        if (_state == JobState.Restarting) Become(JobState.Created);
        if (restored is { Finished: true }) execution.End();
        // A task manager was lost in the meantime: the attempt's number is used up.
        if (_granted is null)
        {
            AskForSlots();
            return;
        }

        foreach (var taskManager in _granted.TaskManagers) execution.TaskManagers.Add(taskManager.Id, taskManager);
        WatchTaskManagers(execution);
        var (placement, fingerprint) = (_granted.Placement, execution.Graph.Fingerprint());
        Send(execution, t => t.Deploy(new DeployTasks(execution.Job, execution.Attempt, fingerprint, placement.SubtasksOn(t.Id, execution.Graph), placement, restored)));
        Schedule(_options.StartTimeout, () => Fail(execution, new JobFailure(
            FailureDomain.External, "", $"Subtasks {string.Join(", ", execution.Starting.Take(SubtasksNamed))} had not started after {_options.StartTimeout}.", "")));
        LogDeployed(_job.JobId, execution.Attempt.Number, restored?.Checkpoint ?? 0);
        Report();
    }

    private void FailToTake(object taking, JobFailure failure)
    {
        if (_taking != taking) return;
        _taking = null;
        Unschedule();
        if (_state == JobState.Cancelling) EndCancelled();
        else FailToBegin(failure);
    }
}
