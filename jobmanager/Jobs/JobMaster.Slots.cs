using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager;

/// <summary>
/// What an attempt needs before it begins: a plan at the job's scale, slots, and where these are fewer than the plan needs and the job
/// allows it, a plan at the scale that fits them.
/// </summary>
public sealed partial class JobMaster : ISlotOwner
{
    private PlannedJob? _wanted;
    private bool _asksForSlots;
    private SlotGrant? _granted;
    private string? _waitsFor;

    string ISlotOwner.JobId => _job.JobId;

    void ISlotOwner.Granted(SlotGrant grant) => _mailbox.Post(() => OnGranted(grant));

    void ISlotOwner.Waits(string waitsFor) => _mailbox.Post(() => OnWaits(waitsFor));

    void ISlotOwner.Lost(string taskManager, string reason) => _mailbox.Post(() =>
    {
        _heartbeats.Forget(taskManager);
        _known.Remove(taskManager);
        if (_granted?.Placement.TaskManagers.Any(t => t.Id == taskManager) == true) _granted = null;
        if (_execution is not { } execution || !execution.TaskManagers.ContainsKey(taskManager)) return;
        LogLost(_job.JobId, taskManager, reason);
        if (_ending.Count > 0) OnEnded(taskManager);
        else if (Current(execution.Attempt) is not null) Fail(execution, Loss(taskManager, reason));
    });

    void ISlotOwner.SlotsAreFree() => _mailbox.Post(ScaleUp);

    private void BeginAttempt()
    {
        if (_wanted is not null)
        {
            AskForSlots();
            return;
        }

        _pool.Planner.Plan(new PlanRequest(_job), answer => _mailbox.Post(() =>
        {
            if (_state is JobState.Cancelling || JobTransitions.IsEnd(_state)) return;
            _wanted = answer.Planned;
            if (answer.Failure is { } failure) FailToBegin(failure);
            else AskForSlots();
        }));
    }

    /// <summary>A job that runs with fewer slots waits a moment for all of them: after a loss, or a start of the cluster, they come one after the other.</summary>
    private void AskForSlots()
    {
        var wanted = _wanted!.Graph.Slots;
        var least = Math.Min(_options.LeastSlots ?? wanted, wanted);
        (_asksForSlots, _granted) = (true, null);
        // A rescale has asked before what there is.
        var atOnce = least == wanted || _rescaling is { IsSwitched: true };
        _pool.Request(this, new SlotRequest(wanted, atOnce ? least : wanted));
        if (atOnce) return;
        Schedule(_options.SlotTimeout, () =>
        {
            if (_asksForSlots) _pool.Request(this, new SlotRequest(wanted, least));
        });
    }

    private void OnWaits(string waitsFor)
    {
        if (!_asksForSlots || _waitsFor == waitsFor) return;
        _waitsFor = waitsFor;
        if (_state == JobState.Waiting)
        {
            Report();
            return;
        }

        LogWaiting(_job.JobId, waitsFor);
        Become(JobState.Waiting);
    }

    private void OnGranted(SlotGrant grant)
    {
        if (!_asksForSlots) return;
        (_asksForSlots, _granted, _waitsFor) = (false, grant, null);
        _timer?.Dispose();
        if (_state == JobState.Waiting) Become(JobState.Created);
        if (grant.Slots == _wanted!.Graph.Slots)
        {
            TakeAttempt(_wanted);
            return;
        }

        _pool.Planner.Plan(new PlanRequest(_job with { SlotLimit = grant.Slots }), answer => _mailbox.Post(() =>
        {
            if (_state is JobState.Cancelling || JobTransitions.IsEnd(_state)) return;
            if (answer.Failure is { } failure) FailToBegin(failure);
            else if (_granted == grant) TakeAttempt(answer.Planned!);
            else AskForSlots();
        }));
    }
}
