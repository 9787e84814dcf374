using System.Collections.Immutable;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// The rescales that are asked for, one at a time: everything that could prevent one is checked first, the plan at the new scale and whether there are
/// slots for it. Then a checkpoint is taken, and the next attempt starts from it with the new scale.
/// </summary>
internal sealed class Rescales(JobContext job)
{
    private readonly List<Rescaling> _waiting = [];
    private Rescaling? _current;

    /// <summary>Whether none is asked for.</summary>
    public bool IsIdle => _current is null && _waiting.Count == 0;

    /// <summary>Whether one waits only for a checkpoint.</summary>
    public bool IsReady => _current is { Planned: not null, IsSwitched: false };

    /// <summary>Whether the job is on its way to a new scale.</summary>
    public bool IsSwitched => _current is { IsSwitched: true };

    /// <summary>The id of the command that is being carried out; empty if there is none.</summary>
    public string Command => _current?.Request.Command ?? "";

    /// <summary>Returns the rescale of a command that is not yet answered; null if there is none.</summary>
    public Rescaling? Find(string command) => command.Length == 0 ? null : _waiting.Append(_current).FirstOrDefault(r => r?.Request.Command == command);

    /// <summary>Takes a request.</summary>
    public void Add(Rescaling rescaling) => _waiting.Add(rescaling);

    /// <summary>The job runs: the next one is checked.</summary>
    public IReadOnlyList<JobEffect> Next()
    {
        var effects = new List<JobEffect>();
        while (_current is null && _waiting is [var next, ..])
        {
            _waiting.RemoveAt(0);
            if (job.Commands.FindDone(next.Request.Command, CommandKind.Rescale) is { } done)
            {
                effects.Add(Answer(next, new ScaleResult(done.Interruption, null)));
                continue;
            }

            try
            {
                var scaled = next.Request.Scale(job.Submission);
                // A job that runs at a lower scale for lack of slots scales up by itself as soon as there are enough.
                if (ScaleRequest.IsSame(scaled, job.Submission))
                {
                    effects.Add(Answer(next, new ScaleResult(TimeSpan.Zero, null)));
                    continue;
                }

                _current = next;
                effects.Add(new JobEffect.PlanScale(next, scaled));
            }
            catch (InvalidJobException e)
            {
                effects.Add(Answer(next, new ScaleResult(TimeSpan.Zero, e.Message, IsBadInput: true)));
            }
        }

        return effects;
    }

    /// <summary>The plan of a rescale has come.</summary>
    public IReadOnlyList<JobEffect> Planned(Rescaling rescaling, PlanAnswer answer)
    {
        if (_current != rescaling || rescaling.Planned is not null) return [];
        if (answer.Failure is { } failure) return Refuse(failure.Message, failure.Domain == FailureDomain.User);
        rescaling.Candidate = answer.Planned;
        var wanted = rescaling.Candidate!.Graph.Slots;
        return [new JobEffect.ReserveScale(rescaling, new SlotRequest(wanted, job.LeastSlots(wanted)))];
    }

    /// <summary>It is known how many slots a rescale can have.</summary>
    public IReadOnlyList<JobEffect> Reserved(Rescaling rescaling, int slots)
    {
        if (_current != rescaling || rescaling.Candidate is not { } planned || rescaling.Planned is not null) return [];
        var wanted = planned.Graph.Slots;
        if (slots < job.LeastSlots(wanted)) return Refuse($"It needs {wanted} slots, but {slots} are available. Start task managers, or choose a lower parallelism.");
        rescaling.Planned = planned;
        return [];
    }

    /// <summary>The job, which runs with fewer slots than it would, can have more.</summary>
    public void BeginScaleUp()
    {
        var present = new ScaleRequest(null, ImmutableSortedDictionary<string, int>.Empty, Timeout.InfiniteTimeSpan);
        _current = new Rescaling(present, static _ => { }) { Planned = job.Wanted, IsScaleUp = true };
    }

    /// <summary>The barrier of a checkpoint is sent, with which a rescale that is ready is carried out: the head names it.</summary>
    public void Begin(long checkpoint)
    {
        if (IsReady) _current!.Checkpoint = checkpoint;
    }

    /// <summary>Returns whether a rescale is carried out with a checkpoint: the head named it before the barrier was sent.</summary>
    public bool IsDoneWith(long checkpoint) => IsReady && _current!.Checkpoint == checkpoint;

    /// <summary>The checkpoint is complete: the next attempt has the new scale.</summary>
    public void Switch()
    {
        (job.Submission, job.Wanted) = (_current!.Planned!.Job, _current.Planned);
        (_current.IsSwitched, _current.Since) = (true, job.Time.GetTimestamp());
        // It is in the head together with the scale.
        job.Commands.Complete([new JobCommand(Command, CommandKind.Rescale, _current.Checkpoint)]);
    }

    /// <summary>All subtasks run: a rescale that has switched is complete.</summary>
    public IReadOnlyList<JobEffect> Arrive()
    {
        if (_current is not { IsSwitched: true } arrived) return [];
        _current = null;
        var interruption = job.Time.GetElapsedTime(arrived.Since);
        job.Commands.Arrive(arrived.Request.Command, interruption);
        return [Answer(arrived, new ScaleResult(interruption, null))];
    }

    /// <summary>Tasks have failed before the switch: the rescale is checked again when the job runs.</summary>
    public void Postpone()
    {
        if (_current is not { IsSwitched: false } postponed) return;
        _current = null;
        if (postponed.IsScaleUp) return;
        (postponed.Planned, postponed.Candidate, postponed.Checkpoint) = (null, null, 0);
        _waiting.Insert(0, postponed);
    }

    /// <summary>The time limit of a rescale has passed: one that has switched goes on, another one is given up.</summary>
    public IReadOnlyList<JobEffect> Expire(Rescaling rescaling, JobState state)
    {
        var (shown, limit) = (state.ToString().ToLowerInvariant(), $"{rescaling.Request.Timeout.TotalSeconds:0.#} s");
        if (rescaling.IsSwitched)
            return [Answer(rescaling, new ScaleResult(default, $"The job is {shown}, and did not run again within {limit}. It will continue at the new parallelism.", IsLate: true))];
        var answer = Answer(rescaling, new ScaleResult(default, $"The job is {shown}, and was not rescaled within {limit}. It keeps its parallelism.", IsLate: true));
        _waiting.Remove(rescaling);
        if (_current != rescaling) return [answer];
        _current = null;
        return [answer, new JobEffect.Unreserve()];
    }

    /// <summary>The job takes no rescales any longer.</summary>
    public IReadOnlyList<JobEffect> Fail(string reason)
    {
        var effects = _waiting.Append(_current).OfType<Rescaling>().Select(r => Answer(r, new ScaleResult(default, reason))).ToList();
        _waiting.Clear();
        _current = null;
        return effects;
    }

    private IReadOnlyList<JobEffect> Refuse(string reason, bool isBadInput = false)
    {
        var refused = _current!;
        _current = null;
        return [new JobEffect.Unreserve(), Answer(refused, new ScaleResult(TimeSpan.Zero, reason, IsBadInput: isBadInput))];
    }

    private static JobEffect Answer(Rescaling rescaling, ScaleResult result) => new JobEffect.Answer(() => rescaling.Answer(result));
}
