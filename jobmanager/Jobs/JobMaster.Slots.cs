using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager;

/// <summary>
/// What an attempt needs before it starts: a plan at the job's scale, slots, and, where there are fewer than the plan needs and the job
/// allows it, a plan at the scale that fits them.
/// </summary>
public sealed partial class JobMaster : ISlotOwner
{
    private PlannedJob? _wanted;
    private SlotRequest? _request;
    private bool _isPlanning;
    private SlotGrant? _granted;
    private string? _waitsFor;

    string ISlotOwner.JobId => _job.JobId;

    string ISlotOwner.JobName => _job.JobName;

    void ISlotOwner.Granted(SlotGrant grant) => _mailbox.Post(() => OnGranted(grant));

    void ISlotOwner.Waits(string waitsFor) => _mailbox.Post(() => OnWaits(waitsFor));

    void ISlotOwner.Lost(string taskManager, string reason, ProcessSuspicion? suspicion) => _mailbox.Post(() =>
    {
        Forget(taskManager);
        _known.Remove(taskManager);
        Withdraw(taskManager);
        if (_execution is not { } execution || !execution.TaskManagers.ContainsKey(taskManager)) return;
        LogLost(_job.JobId, taskManager, reason);
        if (_ending.Count > 0) OnEnded(taskManager);
        else if (Current(execution.Attempt) is not null) Fail(execution, Loss(taskManager, reason, suspicion));
    });

    void ISlotOwner.SlotsAreFree() => _mailbox.Post(ScaleUp);

    private void BeginAttempt()
    {
        if (_wanted is not null)
        {
            AskForSlots();
            return;
        }

        Plan(_job, planned =>
        {
            _wanted = planned;
            AskForSlots();
        });
    }

    private void Plan(JobSubmission job, Action<PlannedJob> onPlanned)
    {
        _isPlanning = true;
        _pool.Plan(this, new PlanRequest(job), answer => _mailbox.Post(() =>
        {
            if (!_isPlanning) return;
            _isPlanning = false;
            EndWaiting();
            if (answer.Failure is { } failure) FailToBegin(failure);
            else onPlanned(answer.Planned!);
        }));
    }

    /// <summary>A job that can run with fewer slots first waits for all of them: after a loss or a cluster start they register one by one.</summary>
    private void AskForSlots()
    {
        var wanted = _wanted!.Graph.Slots;
        var least = Math.Min(_options.LeastSlots ?? wanted, wanted);
        // A rescale has already checked what is available.
        var atOnce = least == wanted || _rescaling is { IsSwitched: true };
        AskForSlots(new SlotRequest(wanted, atOnce ? least : wanted));
        if (atOnce) return;
        Schedule(_options.SlotTimeout, () =>
        {
            if (_request is not null) AskForSlots(new SlotRequest(wanted, least));
        });
    }

    private void AskForSlots(SlotRequest request)
    {
        (_request, _granted) = (request, null);
        _pool.Request(this, request);
    }

    private void OnWaits(string waitsFor)
    {
        if ((_request is null && !_isPlanning) || _waitsFor == waitsFor) return;
        _waitsFor = waitsFor;
        if (_state == JobState.Waiting)
        {
            Report();
            return;
        }

        LogWaiting(_job.JobId, waitsFor);
        Become(JobState.Waiting);
    }

    private void EndWaiting()
    {
        _waitsFor = null;
        if (_state == JobState.Waiting) Become(JobState.Created);
    }

    private void OnGranted(SlotGrant grant)
    {
        // A grant that crosses a new request is void: the pool takes it back with that request.
        if (!ReferenceEquals(grant.Request, _request)) return;
        if (grant.TaskManagers.Any(IsLost))
        {
            AskForSlots();
            return;
        }

        (_request, _granted) = (null, grant);
        Unschedule();
        EndWaiting();
        if (grant.Slots == _wanted!.Graph.Slots) TakeAttempt(_wanted);
        else Plan(_job with { SlotLimit = grant.Slots }, planned => TakeLower(grant, planned));
    }

    private void TakeLower(SlotGrant grant, PlannedJob planned)
    {
        if (_granted == grant) TakeAttempt(planned);
        else AskForSlots();
    }

    /// <summary>A grant that is not deployed yet becomes useless when one of its task managers is lost.</summary>
    private void Withdraw(string taskManager)
    {
        if (_granted?.Placement.TaskManagers.Any(t => t.Id == taskManager) == true) _granted = null;
    }
}
