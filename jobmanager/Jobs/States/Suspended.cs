using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// The head of the job is another process's. Where another job manager leads, it is the last state of the job in this process: that one answers for it, and
/// keeps its tasks. Where this process still leads, or is the only one that there is, the job has failed here, and its tasks end.
/// </summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks; null where there are none.</param>
/// <param name="shown">The state as users see it.</param>
/// <param name="why">How it was found out.</param>
internal sealed class Suspended(JobContext job, Execution? execution, JobState shown, JobFailure why) : State(job), IMayBecome<EndingTasks>, IMayBecome<Ended>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public override JobState Shown => shown;

    public override Decision Enter() => Decision.Stay(new JobEffect.StartTimer(JobTimer.Store, Job.Options.StoreTimeout), new JobEffect.AskWhoLeads());

    public override Decision Elapsed(JobTimer timer) => timer == JobTimer.Leader ? Decision.Stay(new JobEffect.AskWhoLeads()) : Suspend();

    public override Decision Leads(bool? leads)
    {
        if (leads is null) return Decision.Stay(new JobEffect.StartTimer(JobTimer.Leader, s_pause));
        if (leads == false) return Suspend();
        Job.Restarts.Add(why, execution?.Attempt.Number ?? 0, Job.RestartPolicy);
        return execution is null
            ? Decision.Go(this, new Ended(Job, JobState.Failed))
            : Decision.Go(this, new EndingTasks(Job, execution, execution.All, EndPurpose.Leave));
    }

    public override Decision Cancel() => Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure)
    {
        execution?.TaskManagers.Remove(taskManager);
        return Decision.None;
    }

    // The next leader may keep what runs there.
    public override Decision Joined(ITaskManagerGateway taskManager, JobReport? report) => Decision.None;

    // Its slots are not returned: no other job may get them here.
    private Decision Suspend() => Decision.Stay(
        [new JobEffect.Suspend(), .. Job.Stops.Fail(why.Message), .. Job.Savepoints.Fail(why.Message), .. Job.Rescales.Fail(why.Message), new JobEffect.Stop()]);
}
