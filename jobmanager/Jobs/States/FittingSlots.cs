using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>The job was given fewer slots than its plan needs: it is planned again at the scale that fits them.</summary>
internal sealed class FittingSlots(JobContext job, SlotGrant grant, JobState shown)
    : State(job), IMayBecome<AcquiringSlots>, IMayBecome<Claiming>, IMayBecome<BackingOff>, IMayBecome<EndingJob>
{
    public override JobState Shown => shown;

    public override Decision Enter() => Decision.Stay(new JobEffect.Plan(Job.Submission with { SlotLimit = grant.Slots }));

    public override Decision Cancel() => Decision.Go(this, EndingJob.Cancelled(Job));

    public override Decision Requested() => Job.Stops.IsLimited && Shown != JobState.Created ? Cancel() : Decision.None;

    public override Decision Lost(string taskManager, JobFailure failure) =>
        grant.Has(taskManager) ? Decision.Go(this, new AcquiringSlots(Job, shown)) : Decision.None;

    public override Decision Planned(PlanAnswer answer) => answer.Failure is { } failure
        ? NotBegun.After(this, Job, failure)
        : Decision.Go(this, new Claiming(Job, answer.Planned!, grant, shown));
}
