using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>What follows when a checkpoint is complete, or is not.</summary>
internal sealed partial class Running
{
    private Decision Complete(CheckpointOutcome.Completed completed)
    {
        var (pending, manifest) = (_pending!, completed.Manifest);
        (_pending, _isWriting) = (null, false);
        var deletion = Execution.Completed(pending, manifest, completed.Stored);
        Job.Knows(completed.Stored);
        Job.Commands.Take(completed.Stored.Head);
        (Job.Losses, Job.FailedCheckpoints) = (manifest.Losses, 0);
        Job.Log.Checkpoint(Job.Id, pending.Checkpoint);
        var record = Job.History.Complete(completed.Path, completed.Took);
        Job.History.Publish(pending.Checkpoint, Execution.Attempt, Execution.All);
        IReadOnlyList<JobEffect> effects =
            [new JobEffect.StopTimer(JobTimer.Checkpoint), .. deletion, .. Job.Asked.End(record), new JobEffect.Show(), .. Execution.Permits()];
        // Parts of a job that has come to its end do not run on without the others.
        if (_ending is { } ending) return Decision.Go(this, Execution.IsLast ? new EndingTasks(Job, Execution, Execution.All, EndPurpose.Restart) : ending, effects);
        if (Execution.IsLast) return Decision.Go(this, new Publishing(Job, Execution, pending.IsFinal ? JobState.Running : JobState.Stopping), effects);
        if (!Job.Rescales.IsDoneWith(pending.Checkpoint)) return Decision.Stay([.. effects, .. NextCheckpoint()]);
        Job.Rescales.Switch();
        Job.Log.Rescaling(Job.Id, Execution.Attempt.Number, Job.Submission.Parallelism);
        return Decision.Go(this, new EndingTasks(Job, Execution, Execution.All, EndPurpose.Anew), effects);
    }

    /// <summary>A savepoint of a job that goes on yields no permit: its epochs go out with the next checkpoint.</summary>
    private Decision Save(CheckpointOutcome.Saved saved)
    {
        var (pending, path) = (_pending!, Job.Describe(saved.Manifest));
        var named = Job.Commands.Begun;
        Job.Commands.Complete(named.Select(c => c with { Manifest = saved.Manifest }));
        (_pending, _isWriting, Job.FailedCheckpoints) = (null, false, 0);
        Job.History.Complete(path, saved.Took);
        Job.Log.Checkpoint(Job.Id, pending.Checkpoint);
        var answers = Job.Savepoints.Complete(path, [.. named.Select(static c => c.Id)]);
        return _ending is { } ending
            ? Decision.Go(this, ending, answers)
            : Decision.Stay([new JobEffect.StopTimer(JobTimer.Checkpoint), new JobEffect.Show(), .. answers, .. NextCheckpoint()]);
    }

    /// <summary>Once the head may name it, a checkpoint cannot be aborted: the next attempt reads whether it is complete.</summary>
    private Decision Expire()
    {
        if (_pending is not { } pending) return Decision.None;
        var answer = $"It was not complete after {Job.Options.CheckpointTimeout}: ";
        return pending.IsComplete
            ? Unknown(new JobFailure(FailureDomain.External, "checkpoint", $"{answer}the store did not answer.", ""))
            : Abort($"{answer}{Few(pending.Missing)} did not answer.");
    }

    private static string Few(IEnumerable<SubtaskId> subtasks)
    {
        var all = subtasks.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more" : "");
    }

    /// <summary>
    /// Drops a failed checkpoint, and the job goes on: its id is not used again, and its epochs go out with the next one. Tasks are told, so that none
    /// waits for its barriers; if the message is lost, the next checkpoint's barriers overtake them.
    /// </summary>
    private Decision Abort(string reason)
    {
        var barrier = _pending!.Barrier;
        Job.Log.Aborted(Job.Id, barrier.Checkpoint, reason);
        List<JobEffect> effects = [new JobEffect.StopTimer(JobTimer.Checkpoint), .. Drop(reason, Execution.Live), .. Refuse(barrier, $"Savepoint {barrier.Checkpoint} failed: {reason}")];
        if (++Job.FailedCheckpoints > Job.Options.TolerableFailedCheckpoints)
        {
            return End(
                After(new JobFailure(FailureDomain.External, "", $"{Job.FailedCheckpoints} checkpoints in a row failed. The last one: {reason}", ""), Execution.All),
                effects);
        }

        if (barrier.Drain)
        {
            // State has seen the last watermark and the end of input, so no task may continue, whatever the restart policy for failures.
            Job.Log.DrainTakenBack(Job.Id, Execution.Attempt.Number, Execution.Head.Latest?.Checkpoint ?? 0);
            Job.Rescales.Postpone();
            return Decision.Go(this, new EndingTasks(Job, Execution, Execution.All, EndPurpose.Anew), effects);
        }

        if (_ending is { } ending) return Decision.Go(this, ending, effects);
        effects.Add(new JobEffect.Show());
        effects.AddRange(AskForMore());
        // What was asked for since it began is not answered by its failure.
        effects.AddRange(Job.Savepoints.AreAsked || Job.Asked.AreAsked ? Trigger() : [new JobEffect.StartTimer(JobTimer.Interval, Job.Options.CheckpointInterval)]);
        return Decision.Stay(effects);
    }

    private IReadOnlyList<JobEffect> Refuse(CheckpointBarrier barrier, string reason) =>
        barrier.Stop ? Job.Stops.Fail(reason) : barrier.IsSavepoint ? Job.Savepoints.Fail(reason) : [];

    /// <summary>The checkpoint in flight is given up, because some subtasks end; those that run on are told. Who asked for it waits for another.</summary>
    private List<JobEffect> GiveUpPending(EndingTasks ending)
    {
        if (_pending is not { } pending) return [];
        var reason = "Tasks failed before it was complete.";
        Job.Log.Aborted(Job.Id, pending.Checkpoint, reason);
        return Drop(reason, Execution.Live.Where(s => !ending.Scope.Contains(s)));
    }

    private List<JobEffect> Drop(string reason, IEnumerable<SubtaskId> told)
    {
        var (pending, id) = (_pending!, _pending!.Checkpoint);
        (_pending, _isWriting) = (null, false);
        Job.Commands.GiveUp();
        if (pending.Barrier is { Stop: true, Drain: false }) Execution.TakenBack = id;
        return
        [
            .. Job.Asked.End(Job.History.Abort(reason)),
            .. Execution.Tell(told, to => to.Abort(Execution.Attempt, id)),
        ];
    }

    /// <summary>Tasks run on while it is found out whether the head was changed, by changing it again; within the limit for checkpoints.</summary>
    private Decision Retry(JobEffect swap, JobFailure failure, params IReadOnlyList<JobEffect> effects)
    {
        _swap = swap;
        Job.Log.Store(Job.Id, failure.Message);
        return Decision.Stay([.. effects, new JobEffect.StartTimer(JobTimer.Swap, s_pause)]);
    }

    private Decision Suspend(JobFailure why) => Decision.Go(this, new Suspended(Job, Execution, Shown, why));

    /// <summary>The head may or may not have been changed: the next attempt reads it again before anything else.</summary>
    private Decision Unknown(JobFailure failure) => End(After(failure, Execution.All));
}
