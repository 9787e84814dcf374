using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>The last checkpoint is complete, with which the job finishes or stops, until every subtask has published it.</summary>
internal sealed class Publishing(JobContext job, Execution execution, JobState shown) : StateWithTasks(job, execution), IMayBecome<EndingTasks>
{
    public override JobState Shown => shown;

    public override Decision Enter() => Execution.AllConfirmed
        ? Over()
        : Decision.Stay(new JobEffect.StartTimer(JobTimer.Publish, Job.Options.CheckpointTimeout));

    public override Decision Confirmed(SubtaskId subtask, long checkpoint)
    {
        base.Confirmed(subtask, checkpoint);
        return Execution.AllConfirmed ? Over() : Decision.None;
    }

    public override Decision Elapsed(JobTimer timer) => Failed([.. Execution.All], new JobFailure(
        FailureDomain.External, "", $"The output of the last checkpoint was not published within {Job.Options.CheckpointTimeout}.", ""));

    // A job of which some parts have stopped cannot run on in others.
    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => End(After(failure, Execution.All));

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects) => Decision.Go(this, ending, effects);

    private Decision Over() =>
        End(new EndingTasks(Job, Execution, Execution.All, shown == JobState.Stopping ? EndPurpose.Stop : EndPurpose.Finish));
}
