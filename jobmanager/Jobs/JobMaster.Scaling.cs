using System.Collections.Immutable;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager;

/// <summary>
/// Rescaling: a checkpoint with a new assignment. Everything that could prevent it is checked first: the plan at the new scale, and
/// whether there are slots for it. Rescales run one at a time.
/// </summary>
public sealed partial class JobMaster
{
    private readonly List<Rescaling> _rescales = [];
    private Rescaling? _rescaling;

    /// <summary>Changes the job's scale; the answer comes on the mailbox, when the job processes records again.</summary>
    public void Rescale(ScaleRequest request, Action<ScaleResult> onEnd) => _mailbox.Post(() =>
    {
        var rescaling = new Rescaling(request, onEnd);
        rescaling.Timer = _time.CreateTimer(_ => _mailbox.Post(() => Expire(rescaling)), null, request.Timeout, Timeout.InfiniteTimeSpan);
        _rescales.Add(rescaling);
        if (WhyItEnds is { } why) FailRescales(why);
        else NextRescale();
    });

    /// <summary>Slots are free: a job that runs with fewer than it wants takes them, if they are still available.</summary>
    private void ScaleUp()
    {
        if (!MayScaleUp) return;
        var (execution, slots) = (_execution!, _execution!.Graph.Slots);
        _pool.Reserve(_job.JobId, new SlotRequest(_wanted!.Graph.Slots, slots + 1), available => _mailbox.Post(() =>
        {
            // Other jobs were faster.
            if (available <= slots) AskForMore();
            else if (_rescaling is not null) return;
            else if (_execution == execution && MayScaleUp) BeginScaleUp();
            else _pool.Unreserve(_job.JobId);
        }));
    }

    private bool MayScaleUp =>
        _rescaling is null && _rescales.Count == 0 && _stop is null && _state == JobState.Running && _execution is { Ending: false, Job.SlotLimit: not null };

    private void BeginScaleUp()
    {
        var present = new ScaleRequest(null, ImmutableSortedDictionary<string, int>.Empty, Timeout.InfiniteTimeSpan);
        _rescaling = new Rescaling(present, static _ => { }) { Planned = _wanted, IsScaleUp = true };
        TriggerCheckpoint();
    }

    private void NextRescale()
    {
        while (_rescaling is null && _rescales.Count > 0 && _state == JobState.Running && _execution is { Ending: false })
        {
            var next = _rescales[0];
            _rescales.RemoveAt(0);
            BeginRescale(next);
        }
    }

    private void BeginRescale(Rescaling next)
    {
        JobSubmission job;
        try
        {
            job = next.Request.Scale(_job);
        }
        catch (InvalidJobException e)
        {
            next.Answer(new ScaleResult(TimeSpan.Zero, e.Message, IsBadInput: true));
            return;
        }

        // A job that runs at a lower scale for lack of slots scales up by itself as soon as there are enough.
        if (ScaleRequest.IsSame(job, _job))
        {
            next.Answer(new ScaleResult(TimeSpan.Zero, null));
            return;
        }

        _rescaling = next;
        _pool.Planner.Plan(new PlanRequest(job), answer => _mailbox.Post(() =>
        {
            if (_rescaling != next || next.Planned is not null) return;
            if (answer.Failure is { } failure) Refuse(next, failure.Message, failure.Domain == FailureDomain.User);
            else Reserve(next, answer.Planned!);
        }));
    }

    private void Reserve(Rescaling rescaling, PlannedJob planned)
    {
        var wanted = planned.Graph.Slots;
        var least = Math.Min(_options.LeastSlots ?? wanted, wanted);
        _pool.Reserve(_job.JobId, new SlotRequest(wanted, least), slots => _mailbox.Post(() =>
        {
            if (_rescaling != rescaling || rescaling.Planned is not null) return;
            if (slots < least)
            {
                Refuse(rescaling, $"It needs {wanted} slots, but {slots} are available. Start task managers, or choose a lower parallelism.");
                return;
            }

            rescaling.Planned = planned;
            TriggerCheckpoint();
        }));
    }

    /// <summary>The checkpoint is complete: the attempt ends, and the next one has the new scale.</summary>
    private void SwitchScale(Execution execution)
    {
        var rescaling = _rescaling!;
        (_job, _wanted) = (rescaling.Planned!.Job, rescaling.Planned);
        (rescaling.IsSwitched, rescaling.Since) = (true, _time.GetTimestamp());
        LogRescaling(_job.JobId, execution.Attempt.Number, _job.Parallelism);
        BeginAnew(execution);
    }

    /// <summary>All subtasks are running: a rescale is complete, or the next one can start.</summary>
    private void ScaledOrNext()
    {
        if (_rescaling is { IsSwitched: true } rescaling)
        {
            _rescaling = null;
            rescaling.Answer(new ScaleResult(_time.GetElapsedTime(rescaling.Since), null));
        }

        NextRescale();
        AskForMore();
    }

    private void AskForMore()
    {
        if (MayScaleUp) _pool.AskForMore(_job.JobId);
    }

    /// <summary>The attempt failed before the switch: the rescale is checked again when the next attempt runs.</summary>
    private void PostponeRescale()
    {
        if (_rescaling is not { IsSwitched: false } rescaling) return;
        _rescaling = null;
        if (rescaling.IsScaleUp) return;
        rescaling.Planned = null;
        _rescales.Insert(0, rescaling);
    }

    private void Refuse(Rescaling rescaling, string reason, bool isBadInput = false)
    {
        _rescaling = null;
        _pool.Unreserve(_job.JobId);
        rescaling.Answer(new ScaleResult(TimeSpan.Zero, reason, IsBadInput: isBadInput));
        ScaledOrNext();
    }

    /// <summary>A rescale that has switched continues; one that has not is given up.</summary>
    private void Expire(Rescaling rescaling)
    {
        var state = _state.ToString().ToLowerInvariant();
        if (rescaling.IsSwitched)
        {
            rescaling.Answer(new ScaleResult(default, $"The job is {state}, and did not run again within {rescaling.Request.Timeout.TotalSeconds:0.#} s. It will continue at the new parallelism.", IsLate: true));
            return;
        }

        rescaling.Answer(new ScaleResult(default, $"The job is {state}, and was not rescaled within {rescaling.Request.Timeout.TotalSeconds:0.#} s. It keeps its parallelism.", IsLate: true));
        _rescales.Remove(rescaling);
        if (_rescaling != rescaling) return;
        _rescaling = null;
        _pool.Unreserve(_job.JobId);
        ScaledOrNext();
    }

    private void FailRescales(string reason)
    {
        _rescaling?.Answer(new ScaleResult(default, reason));
        _rescaling = null;
        foreach (var rescaling in _rescales) rescaling.Answer(new ScaleResult(default, reason));
        _rescales.Clear();
    }
}
