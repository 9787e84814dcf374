using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// No task is deployed, and slots for all of them are asked for. A job that can run with fewer slots first waits for all of them: after a loss or a cluster
/// start they register one by one.
/// </summary>
internal sealed class AcquiringSlots(JobContext job, JobState before)
    : State(job), IMayBecome<Claiming>, IMayBecome<FittingSlots>, IMayBecome<EndingJob>
{
    private SlotRequest? _request;
    private string? _waitsFor;

    public override JobState Shown => _waitsFor is null ? before : JobState.Waiting;

    public override string? WaitsFor => _waitsFor;

    private int Wanted => Job.Wanted!.Graph.Slots;

    public override Decision Enter()
    {
        var (least, hasWaited) = (Job.LeastSlots(Wanted), Job.HasWaitedForSlots);
        Job.HasWaitedForSlots = false;
        // A rescale has already checked what is available.
        if (least == Wanted || hasWaited || Job.Rescales.IsSwitched) return Request(least);
        return Request(Wanted, new JobEffect.StartTimer(JobTimer.Slots, Job.Options.SlotTimeout));
    }

    public override Decision Elapsed(JobTimer timer) => Request(Job.LeastSlots(Wanted));

    public override Decision Cancel() => Decision.Go(this, EndingJob.Cancelled(Job));

    public override Decision Lost(string taskManager, JobFailure failure) => Decision.None;

    public override Decision Requested() => Job.Stops.IsLimited && Shown != JobState.Created ? Cancel() : Decision.None;

    public override Decision Waits(string what)
    {
        if (_waitsFor == what) return Decision.None;
        if (_waitsFor is null) Job.Log.Waiting(Job.Id, what);
        _waitsFor = what;
        return Decision.Stay(new JobEffect.Show());
    }

    public override Decision Granted(SlotGrant grant)
    {
        // A grant that crosses a new request is void: the pool takes it back with that request.
        if (!ReferenceEquals(grant.Request, _request)) return Decision.None;
        var shown = _waitsFor is null ? before : JobState.Created;
        return grant.Slots == Wanted
            ? Decision.Go(this, new Claiming(Job, Job.Wanted!, grant, shown))
            : Decision.Go(this, new FittingSlots(Job, grant, shown));
    }

    private Decision Request(int least, params JobEffect[] effects)
    {
        _request = new SlotRequest(Wanted, least);
        return Decision.Stay([new JobEffect.RequestSlots(_request), .. effects]);
    }
}
