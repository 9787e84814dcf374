using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Scheduling;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Some regions have ended, and slots are asked for in which no other region runs on; the job keeps those in which one does. Where that is not possible,
/// because a thread that does not end holds such a slot, or takes too long, all regions end.
/// </summary>
/// <param name="job">What the states of the job share.</param>
/// <param name="execution">The tasks.</param>
/// <param name="scope">Those that have ended.</param>
/// <param name="shown">The state as users see it.</param>
internal sealed class ReplacingSlots(JobContext job, Execution execution, IReadOnlySet<SubtaskId> scope, JobState shown)
    : StateWithTasks(job, execution), IMayBecome<ReplacingSlots>, IMayBecome<ClaimingRegions>, IMayBecome<EndingTasks>
{
    private readonly HashSet<int> _kept = [];
    private SlotRequest? _request;
    private string? _waitsFor;

    public override JobState Shown => _waitsFor is null ? shown : JobState.Waiting;

    public override string? WaitsFor => _waitsFor;

    private TaskPlacement Placement => Execution.Deployment.Placement;

    private bool MayRunLower => Job.LeastSlots(Execution.Graph.Slots) < Execution.Graph.Slots;

    public override Decision Enter()
    {
        _kept.UnionWith(Execution.Live.Select(static s => s.Index));
        var wanted = Placement.Slots.Count - _kept.Count;
        _request = new SlotRequest(wanted, wanted)
        {
            Kept = _kept.CountBy(slot => Placement.TaskManagers[Placement.Slots[slot]].Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
        };
        // With fewer slots the whole job is planned again. The regions that run on do not do so without a checkpoint for longer than one may take.
        return Decision.Stay(
            new JobEffect.RequestSlots(_request),
            new JobEffect.StartTimer(JobTimer.Slots, MayRunLower ? Job.Options.SlotTimeout : Job.Options.CheckpointTimeout));
    }

    public override Decision Elapsed(JobTimer timer)
    {
        Job.HasWaitedForSlots = MayRunLower;
        return EndAll();
    }

    public override Decision CannotKeep(SlotRequest request) => ReferenceEquals(request, _request) ? EndAll() : Decision.None;

    public override Decision Requested() => Job.Stops.IsLimited ? Cancel() : Decision.None;

    public override Decision Waits(string what)
    {
        if (_waitsFor == what) return Decision.None;
        if (_waitsFor is null) Job.Log.Waiting(Job.Id, what);
        _waitsFor = what;
        return Decision.Stay(new JobEffect.Show());
    }

    public override Decision Granted(SlotGrant grant) => ReferenceEquals(grant.Request, _request)
        ? Decision.Go(this, new ClaimingRegions(
            Job, Execution, scope, Placement.Replace(_kept.Contains, grant.Placement), grant.TaskManagers, _waitsFor is null ? shown : JobState.Created))
        : Decision.None;

    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => End(After(failure, subtasks, scope));

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects) => Decision.Go(this, ending, effects);

    private Decision EndAll() => End(new EndingTasks(Job, Execution, Execution.All, EndPurpose.Anew));
}
