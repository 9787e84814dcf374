using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>Some regions have ended, and wait for the delay that the restart policy gives; the others run on.</summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks.</param>
/// <param name="scope">Those that have ended.</param>
internal sealed class BackingOffRegions(JobContext job, Execution execution, IReadOnlySet<SubtaskId> scope)
    : StateWithTasks(job, execution), IMayBecome<ReplacingSlots>, IMayBecome<EndingTasks>
{
    public override JobState Shown => JobState.Restarting;

    public override Decision Enter() => Decision.Stay(new JobEffect.StartTimer(JobTimer.Backoff, Job.Restarts.Begin(Job.RestartPolicy)), new JobEffect.Show());

    public override Decision Elapsed(JobTimer timer) => Decision.Go(this, new ReplacingSlots(Job, Execution, scope, JobState.Restarting));

    public override Decision Requested() => Job.Stops.IsLimited ? Cancel() : Decision.None;

    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, Core.Control.JobFailure failure) => End(After(failure, subtasks, scope));

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects) => Decision.Go(this, ending, effects);
}
