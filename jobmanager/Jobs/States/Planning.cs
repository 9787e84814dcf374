using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>The job has no plan, because another job manager had it planned: a task manager is asked, or waited for.</summary>
internal sealed class Planning(JobContext job, JobState before) : State(job), IMayBecome<AcquiringSlots>, IMayBecome<BackingOff>, IMayBecome<EndingJob>
{
    private string? _waitsFor;

    public override JobState Shown => _waitsFor is null ? before : JobState.Waiting;

    public override string? WaitsFor => _waitsFor;

    public override Decision Enter() => Decision.Stay(new JobEffect.Plan(Job.Submission));

    public override Decision Cancel() => Decision.Go(this, EndingJob.Cancelled(Job));

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;

    public override Decision Requested() => Job.Stops.IsLimited && Shown != JobState.Created ? Cancel() : Decision.None;

    public override Decision Waits(string what)
    {
        _waitsFor = what;
        Job.Log.Waiting(Job.Id, what);
        return Decision.Stay(new JobEffect.Show());
    }

    public override Decision Planned(PlanAnswer answer)
    {
        if (answer.Failure is { } failure) return NotBegun.After(this, Job, failure);
        Job.Wanted = answer.Planned;
        return Decision.Go(this, new AcquiringSlots(Job, _waitsFor is null ? before : JobState.Created));
    }
}
