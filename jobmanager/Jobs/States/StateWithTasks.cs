using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>A state in which some tasks are deployed. Those that are not part of what the state is about run on, whatever it waits for.</summary>
internal abstract class StateWithTasks(JobContext job, Execution execution) : State(job)
{
    public sealed override Execution Execution => execution;

    public override Decision Cancel() => End(new EndingTasks(Job, execution, execution.All, EndPurpose.Cancel));

    public override Decision Lost(string taskManager, JobFailure failure)
    {
        var lost = execution.LiveOn(taskManager);
        execution.TaskManagers.Remove(taskManager);
        return lost.Count > 0 ? Failed(lost, failure) : LostWithoutTasks(taskManager);
    }

    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => End(After(failure, subtasks));

    public override Decision Started(SubtaskId subtask)
    {
        execution.Started(subtask);
        return Decision.None;
    }

    public override Decision InputEnded(SubtaskId subtask)
    {
        execution.InputEnded(subtask);
        return Decision.None;
    }

    public override Decision Confirmed(SubtaskId subtask, long checkpoint)
    {
        execution.Confirmed(subtask, checkpoint);
        Job.History.Confirmed(subtask, checkpoint);
        return Decision.None;
    }

    public override Decision Beat() => Decision.Stay([.. Heartbeats(execution.Live)]);

    /// <summary>Goes into the state in which tasks end.</summary>
    protected abstract Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects);

    /// <summary>A task manager was lost on which no deployed task was left.</summary>
    protected virtual Decision LostWithoutTasks(string taskManager) => Decision.None;

    /// <summary>Counts a failure, and returns what follows it: their regions restart, or the job ends.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="failed">The subtasks that failed.</param>
    /// <param name="ended">Subtasks that have been ended before.</param>
    protected EndingTasks After(JobFailure failure, IEnumerable<SubtaskId> failed, IEnumerable<SubtaskId>? ended = null)
    {
        // Another checkpoint is restored at once, if there is one to which the job may go back: the claim decides. It is no failure of the job.
        var isDamage = failure.DamagedCheckpoint > 0;
        if (isDamage) Job.Damaged = Job.Damaged.SetItem(failure.DamagedCheckpoint, failure.Message);
        else Job.Restarts.Add(failure, execution.Attempt.Number, Job.RestartPolicy);
        // Everything since the last checkpoint is already lost: another attempt would have nothing to save.
        if (Job.Stops.IsLimited) return new EndingTasks(Job, execution, execution.All, EndPurpose.Cancel);
        if (!isDamage && !Job.Restarts.Allows(failure, Job.RestartPolicy)) return new EndingTasks(Job, execution, execution.All, EndPurpose.GiveUp);
        Job.Log.Failure(Job.Id, execution.Attempt.Number, failure.Summary, failure.Details);
        Job.Rescales.Postpone();
        return isDamage
            ? new EndingTasks(Job, execution, execution.All, EndPurpose.Anew)
            : new EndingTasks(Job, execution, execution.Regions.Of(failed.Concat(ended ?? [])), EndPurpose.Restart);
    }

    /// <summary>Heartbeats repeat what may have been lost: the latest permit, and that a stop was taken back.</summary>
    protected IEnumerable<JobEffect> Heartbeats(IEnumerable<SubtaskId> subtasks)
    {
        var (attempt, permit, lowest) = (execution.Attempt, execution.Permit, execution.Alignment.Lowest());
        var beats = execution.Tell(subtasks, t => t.Heartbeat(attempt, permit, lowest));
        return execution.TakenBack is var stop and > 0 ? [.. execution.Tell(subtasks, t => t.Abort(attempt, stop)), .. beats] : beats;
    }
}
