using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>How an attempt begins: a new number in the head first, then the newest whole checkpoint, then the deployment.</summary>
public sealed partial class JobMaster
{
    private long _leaderEpoch;

    private string Deposed => $"Another process runs job {_job.JobId} now.";

    private string ChangedMeanwhile => $"The head of job {_job.JobId} was changed meanwhile.";

    private void BeginAttempt()
    {
        if (_taskManagers.All(t => _heartbeats.IsLost(t.Id)))
        {
            LogWaiting(_job.JobId);
            _waitsForTaskManagers = true;
            return;
        }

        var leader = _leaderEpoch;
        _host.Run(() =>
        {
            try
            {
                var (execution, manifest) = TakeAttempt(leader);
                _mailbox.Post(() => Deploy(execution, manifest));
            }
            catch (Exception e)
            {
                var failure = new JobFailure(FailureDomain.External, "", e.Message, e.ToString(), CanRetry: e is IOException and not CorruptBlobException);
                _mailbox.Post(() => FailToBegin(failure));
            }
        });
    }

    /// <summary>Writes the next attempt into the head, with the checkpoint that it begins from.</summary>
    private (Execution Execution, CheckpointManifest? Restored) TakeAttempt(long leader)
    {
        var (head, version) = _store.ReadHead(_job.JobId) ?? throw new InvalidOperationException($"Job {_job.JobId} has no head.");
        if (leader != 0 && head.LeaderEpoch != leader) throw new InvalidOperationException(Deposed);
        if (leader == 0 && _options.Restore is { } checkpoint) head = head.AsOf(checkpoint);
        var (manifest, damage) = ReadNewestWhole(head, version);
        if (FallbackRules.Refuse(_graph, damage) is { } refusal) throw new InvalidOperationException(refusal);
        foreach (var problem in damage) LogFallback(_job.JobId, problem);
        var next = head.BeginAttempt(leader != 0 ? leader : head.LeaderEpoch + 1, manifest?.Checkpoint ?? 0);
        // With a checkpoint with which all finished nothing is left to do but to publish it.
        if (manifest is { Finished: true }) next = next.End(HeadState.Finished);
        if (!_store.TrySwapHead(next, version)) throw new IOException(ChangedMeanwhile);
        if (manifest is null) return (new Execution(next, version + 1, _graph), null);
        manifest = FormerIds.Follow(manifest, _graph);
        return (new Execution(next, version + 1, _graph) { Base = JobStore.IsSavepoint(next.Latest!) ? null : manifest }, manifest);
    }

    /// <summary>What is missing may have been swept by another leader since the head was read; only what the newest head names is damaged.</summary>
    private (CheckpointManifest? Manifest, IReadOnlyList<string> Damage) ReadNewestWhole(JobHead head, long version)
    {
        try
        {
            return _store.ReadNewestWhole(head);
        }
        catch (CorruptBlobException)
        {
            if (_store.ReadHead(_job.JobId)?.Version != version) throw new IOException(ChangedMeanwhile);
            throw;
        }
    }

    private void Deploy(Execution execution, CheckpointManifest? restored)
    {
        execution.DroppedBefore = _droppedTimers;
        (_execution, _leaderEpoch, _failedCheckpoints) = (execution, execution.Head.LeaderEpoch, 0);
        if (_state == JobState.Restarting) Become(JobState.Created);
        if (restored is { Finished: true }) execution.End();
        var present = _taskManagers.Where(t => !_heartbeats.IsLost(t.Id)).ToDictionary(t => t.Id, StringComparer.Ordinal);
        var placement = SlotPlacement.Decide(_graph, [.. _taskManagers.Select(t => t.Id).Where(present.ContainsKey)]);
        foreach (var (taskManager, _) in placement.TaskManagers)
        {
            execution.TaskManagers.Add(taskManager);
            present[taskManager].Deploy(new DeployTasks(_job, execution.Attempt, _graph.Fingerprint(), placement.SubtasksOn(taskManager, _graph), placement, restored));
        }

        LogDeployed(_job.JobId, execution.Attempt.Number, restored?.Checkpoint ?? 0);
        if (execution.TaskManagers.Count == 0) Fail(execution, new JobFailure(FailureDomain.External, "", "No task manager is left.", ""));
    }
}
