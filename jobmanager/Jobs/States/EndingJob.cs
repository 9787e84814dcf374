using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// No task is deployed, and the end of a job that was cancelled or given up is written into its head. It ends whether or not that succeeds, unless another
/// process is found to run it.
/// </summary>
internal sealed class EndingJob : State, IMayBecome<Ended>, IMayBecome<Suspended>
{
    private readonly HeadState _head;
    private readonly JobState _end;

    private EndingJob(JobContext job, HeadState head, JobState end)
        : base(job) => (_head, _end) = (head, end);

    /// <summary>The user has cancelled the job.</summary>
    public static EndingJob Cancelled(JobContext job) => new(job, HeadState.Cancelled, JobState.Cancelled);

    /// <summary>The restart policy allows no other attempt.</summary>
    public static EndingJob Failed(JobContext job) => new(job, HeadState.Failed, JobState.Failed);

    public override JobState Shown => _end == JobState.Cancelled ? JobState.Cancelling : JobState.Restarting;

    public override Decision Enter()
    {
        Job.Commands.TakeBack(Job.Stops.Ids);
        return Decision.Stay(new JobEffect.StartTimer(JobTimer.Store, Job.Options.StoreTimeout), new JobEffect.EndHead(_head));
    }

    public override Decision HeadEnded(JobFailure? deposed) =>
        deposed is null ? Decision.Go(this, new Ended(Job, _end)) : Decision.Go(this, new Suspended(Job, null, Shown, deposed));

    public override Decision Elapsed(JobTimer timer)
    {
        Job.Log.Store(Job.Id, Job.NoAnswer("its end may not be in its head").Message);
        return HeadEnded(deposed: null);
    }

    public override Decision Cancel() => Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;
}
