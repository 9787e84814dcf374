using Millrace.Core.Control;

namespace Millrace.JobManager.Jobs;

/// <summary>Carries out what was decided. What the store, the planner and the pool answer goes to the state that asked, unless that has been left.</summary>
public sealed partial class JobMaster
{
    private void Do(JobEffect effect)
    {
        switch (effect)
        {
            case JobEffect.StartTimer e: _timers.Start(e.Timer, e.Delay); break;
            case JobEffect.StopTimer e: _timers.Stop(e.Timer); break;
            case JobEffect.Send e: e.Message(e.TaskManager); break;
            case JobEffect.Show: _hasChanged = true; break;
            case JobEffect.AskWhoLeads: AskWhoLeads(_state); break;
            case JobEffect.Suspend: _around.OnSuspended(); break;
            case JobEffect.Stop: End(); break;
            case JobEffect.Doubt e: Doubt(e); break;
            case JobEffect.Plan e: Plan(e.Job, _state); break;
            case JobEffect.RequestSlots e: _pool.Request(this, e.Request); break;
            case JobEffect.KeepSlots e: _pool.Keep(this, e.Attempt, e.Kept); break;
            case JobEffect.ReleaseSlots: _pool.Release(_job.Id); break;
            case JobEffect.AskForMore: _pool.AskForMore(_job.Id); break;
            case JobEffect.ReserveMore e: ReserveMore(e, _state); break;
            case JobEffect.Unreserve: _pool.Unreserve(_job.Id); break;
            case JobEffect.PlanScale e: PlanScale(e.Rescaling, e.Job); break;
            case JobEffect.ReserveScale e: ReserveScale(e); break;
            case JobEffect.Claim e: Claim(e.Request, _state); break;
            case JobEffect.SwapHead e: SwapHead(e, _state); break;
            case JobEffect.WriteCheckpoint e: Write(e.Draft, _state); break;
            case JobEffect.Delete e: Store(limit => _storage.DeleteAsync(e.Head, e.Freed, limit)); break;
            case JobEffect.Scavenge e: Store(limit => _storage.ScavengeAsync(e.Head, limit)); break;
            case JobEffect.EndHead e: EndHead(e, _state); break;
            default: throw new InvalidOperationException($"Nothing does {effect.GetType().Name}.");
        }
    }

    private void Answer(State asked, Func<State, Decision> fact) => _mailbox.Post(() =>
    {
        if (_state == asked) Take(fact(asked));
    });

    private void Doubt(JobEffect.Doubt effect)
    {
        _doubts.Add(effect);
        _pool.Doubt(effect.TaskManager, effect.Attempt, effect.Subtasks);
        effect.TaskManager.End(effect.Attempt, effect.Subtasks);
    }

    private void Plan(JobSubmission job, State asked) => _pool.Plan(this, new PlanRequest(job), answer => Answer(asked, state => state.Planned(answer)));

    private void ReserveMore(JobEffect.ReserveMore effect, State asked) => _pool.Reserve(_job.Id, effect.Request, available => _mailbox.Post(() =>
    {
        if (_state == asked) Take(asked.MoreSlots(available));
        else if (_job.Rescales.IsIdle) _pool.Unreserve(_job.Id);
    }));

    private void PlanScale(Rescaling rescaling, JobSubmission job) =>
        _pool.Planner.Plan(new PlanRequest(job), answer => GoOn(() => _job.Rescales.Planned(rescaling, answer)));

    private void ReserveScale(JobEffect.ReserveScale effect) =>
        _pool.Reserve(_job.Id, effect.Request, slots => GoOn(() => _job.Rescales.Reserved(effect.Rescaling, slots)));

    /// <summary>A request of a user gets further, in whatever state the job is.</summary>
    private void GoOn(Func<IReadOnlyList<JobEffect>> request) => _mailbox.Post(() =>
    {
        Take(Decision.Stay(request()));
        Take(_state.Requested());
    });

    private void Claim(ClaimRequest request, State asked) => Store(async limit =>
    {
        var outcome = await _storage.ClaimAsync(request, limit);
        Answer(asked, state => state.Claimed(outcome));
    });

    private void SwapHead(JobEffect.SwapHead effect, State asked) => Store(async limit =>
    {
        var outcome = await _storage.SwapAsync(effect.Head, effect.Version, limit);
        Answer(asked, state => state.Swapped(outcome));
    });

    private void Write(CheckpointDraft draft, State asked) => Store(async limit =>
    {
        var outcome = await _storage.WriteAsync(draft, limit);
        Answer(asked, state => state.Written(outcome));
    });

    private void EndHead(JobEffect.EndHead effect, State asked)
    {
        var (leader, known, commands) = (_job.LeaderEpoch, _job.Known, _job.Commands.Done);
        Store(async limit =>
        {
            var deposed = await _storage.EndAsync(leader, effect.State, known, commands, limit);
            Answer(asked, state => state.HeadEnded(deposed));
        });
    }

    private void AskWhoLeads(State asked) => Store(async limit =>
    {
        bool? leads = null;
        try
        {
            leads = await _around.Leads(limit);
        }
        catch (Exception e)
        {
            _job.Log.Store(_job.Id, e.Message);
        }

        Answer(asked, state => state.Leads(leads));
    });

    /// <summary>Does something with the store, which is given up when it takes too long.</summary>
    private void Store(Func<CancellationToken, Task> act) => _host.Run(async () =>
    {
        using var limit = new CancellationTokenSource(_job.Options.StoreTimeout, _time);
        await act(limit.Token);
    });
}
