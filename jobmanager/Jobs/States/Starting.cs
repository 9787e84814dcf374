using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Restoring;

namespace Millrace.JobManager.Jobs;

/// <summary>An attempt of some or all subtasks is deployed, until all subtasks of the job run.</summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks.</param>
/// <param name="restored">The checkpoint that the deployed subtasks restore; null for the beginning.</param>
internal sealed class Starting(JobContext job, Execution execution, RestoredCheckpoint? restored)
    : StateWithTasks(job, execution), IMayBecome<Running>, IMayBecome<Publishing>, IMayBecome<EndingTasks>
{
    private const int SubtasksNamed = 10;

    public override JobState Shown => JobState.Created;

    public override Decision Enter()
    {
        var (fingerprint, deployment) = (Execution.Graph.Fingerprint(), Execution.Deployment);
        Job.Log.Deployed(Job.Id, Execution.Attempt.Number, restored?.Manifest.Checkpoint ?? 0);
        return Decision.Stay(
        [
            new JobEffect.StartTimer(JobTimer.Start, Left()),
            // Those whose tasks all run on learn of the deployment too.
            .. Execution.Tell(Execution.Live, to => to.Deploy(new DeployTasks(
                Execution.Job, Execution.Attempt, fingerprint, deployment.SubtasksOn(to.Id, Execution.Attempt.Number), deployment, restored))),
            new JobEffect.Show(),
        ]);
    }

    public override Decision Started(SubtaskId subtask)
    {
        Execution.Started(subtask);
        if (!Execution.AllRunning) return Decision.None;
        Job.Restarts.Running();
        return Execution.IsLast
            ? Decision.Go(this, new Publishing(Job, Execution, JobState.Running), [.. Execution.Permits(), .. Job.Rescales.Arrive()])
            : Decision.Go(this, new Running(Job, Execution), Job.Rescales.Arrive());
    }

    /// <summary>Each subtask has the whole time, and no more, whichever others start again meanwhile.</summary>
    public override Decision Elapsed(JobTimer timer)
    {
        var late = Execution.Starting.Where(s => Job.Time.GetElapsedTime(s.Since) >= Job.Options.StartTimeout).Select(static s => s.Subtask).ToList();
        if (late.Count == 0) return Decision.Stay(new JobEffect.StartTimer(JobTimer.Start, Left()));
        return Failed(late, new JobFailure(
            FailureDomain.External, "", $"Subtasks {string.Join(", ", late.Take(SubtasksNamed))} had not started after {Job.Options.StartTimeout}.", ""));
    }

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects) => Decision.Go(this, ending, effects);

    private TimeSpan Left()
    {
        var left = Job.Options.StartTimeout - Job.Time.GetElapsedTime(Execution.Starting.Min(static s => s.Since));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
