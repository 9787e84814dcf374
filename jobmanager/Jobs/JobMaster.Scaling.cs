using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>
/// Rescaling is a checkpoint with a new assignment. All that can stand against it is asked first: the plan at the new scale, and whether
/// there are slots for it. One rescale after the other.
/// </summary>
public sealed partial class JobMaster
{
    private readonly Queue<Rescaling> _rescales = new();
    private Rescaling? _rescaling;
    private bool _switchesScale;

    /// <summary>Changes the job's scale; the answer comes on the mailbox, when processing runs again.</summary>
    public void Rescale(ScaleRequest request, Action<ScaleResult> onEnd) => _mailbox.Post(() =>
    {
        var rescaling = new Rescaling(request, onEnd);
        rescaling.Timer = _time.CreateTimer(_ => _mailbox.Post(() => Expire(rescaling)), null, request.Timeout, Timeout.InfiniteTimeSpan);
        _rescales.Enqueue(rescaling);
        if (_stop is not null || _state is JobState.Cancelling || JobTransitions.IsEnd(_state)) FailRescales("The job ends.");
        else NextRescale();
    });

    /// <summary>Slots are free: a job that runs with fewer than it wants takes them.</summary>
    private void ScaleUp()
    {
        if (_rescaling is not null || _rescales.Count > 0 || _state != JobState.Running || _execution?.Job.SlotLimit is null) return;
        _rescaling = new Rescaling(new ScaleRequest(null, _job.OperatorParallelism, TimeSpan.Zero), static _ => { }) { Planned = _wanted };
        TriggerCheckpoint();
    }

    private void NextRescale()
    {
        if (_rescaling is not null || _state != JobState.Running || _execution is not { Ending: false } || !_rescales.TryDequeue(out var next)) return;
        var job = _job with { Parallelism = next.Request.Parallelism ?? _job.Parallelism, OperatorParallelism = next.Request.OperatorsAfter(_job.OperatorParallelism) };
        if (job.Parallelism == _job.Parallelism && job.OperatorParallelism.SequenceEqual(_job.OperatorParallelism) && _execution.Job.SlotLimit is null)
        {
            next.Answer(new ScaleResult(TimeSpan.Zero, null));
            NextRescale();
            return;
        }

        _rescaling = next;
        _pool.Planner.Plan(new PlanRequest(job), answer => _mailbox.Post(() =>
        {
            if (_rescaling != next) return;
            if (answer.Failure is { } failure) Refuse(next, failure.Message);
            else _pool.AskAvailable(_job.JobId, slots => _mailbox.Post(() => Judge(next, answer.Planned!, slots)));
        }));
    }

    private void Judge(Rescaling rescaling, PlannedJob planned, int slots)
    {
        if (_rescaling != rescaling) return;
        var needed = planned.Graph.Slots;
        if (slots < Math.Min(_options.LeastSlots ?? needed, needed))
        {
            Refuse(rescaling, $"It needs {needed} slots, and {slots} are there for it. Start task managers, or choose a lower parallelism.");
            return;
        }

        rescaling.Planned = planned;
        TriggerCheckpoint();
    }

    /// <summary>The checkpoint is complete: the attempt ends, and the next one has the new scale.</summary>
    private void SwitchScale(Execution execution)
    {
        var rescaling = _rescaling!;
        (_job, _wanted) = (rescaling.Planned!.Job, rescaling.Planned);
        (rescaling.IsSwitched, rescaling.Since) = (true, _time.GetTimestamp());
        _switchesScale = true;
        LogRescaling(_job.JobId, execution.Attempt.Number, _job.Parallelism);
        Become(JobState.Restarting);
        EndAttempt(execution);
    }

    /// <summary>All subtasks run: a rescale has come to its end, or the next one can begin.</summary>
    private void ScaledOrNext()
    {
        if (_rescaling is { IsSwitched: true } rescaling)
        {
            _rescaling = null;
            rescaling.Answer(new ScaleResult(_time.GetElapsedTime(rescaling.Since), null));
        }

        NextRescale();
    }

    private void Refuse(Rescaling rescaling, string reason)
    {
        _rescaling = null;
        rescaling.Answer(new ScaleResult(TimeSpan.Zero, reason));
        NextRescale();
    }

    /// <summary>What is switched goes on; what is not is given up.</summary>
    private void Expire(Rescaling rescaling)
    {
        var state = _state.ToString().ToLowerInvariant();
        if (rescaling.IsSwitched)
        {
            rescaling.Answer(new ScaleResult(default, $"The job is {state}, and did not run again within {rescaling.Request.Timeout.TotalSeconds:0.#} s. It goes on at the new scale.", IsLate: true));
            return;
        }

        rescaling.Answer(new ScaleResult(default, $"The job is {state}, and was not rescaled within {rescaling.Request.Timeout.TotalSeconds:0.#} s. It stays as it is.", IsLate: true));
        if (_rescaling == rescaling) _rescaling = null;
        var others = _rescales.Where(r => r != rescaling).ToList();
        _rescales.Clear();
        foreach (var other in others) _rescales.Enqueue(other);
        NextRescale();
    }

    private void FailRescales(string reason)
    {
        _rescaling?.Answer(new ScaleResult(default, reason));
        _rescaling = null;
        while (_rescales.TryDequeue(out var rescaling)) rescaling.Answer(new ScaleResult(default, reason));
    }
}
