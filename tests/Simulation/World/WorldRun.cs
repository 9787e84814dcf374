using Millrace.Simulation.Tests.Command;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Clients;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>
/// One run of a whole cluster from a seed: a job is submitted and commanded while processes, network and storage fail, until it has
/// finished; then all properties that must hold are checked.
/// </summary>
internal sealed class WorldRun
{
    private const int MostSteps = 3_000_000;
    private const int StepsBetweenLooks = 256;

    // The longest restart delay, the longest silence, and the longest end of an attempt's tasks, one after the other.
    private static readonly TimeSpan s_runLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_finishLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(20);

    private readonly SeededRandom _random;
    private readonly Scheduler _scheduler;
    private readonly FaultPlan _faults;
    private readonly IReadOnlyList<ISimulatedJob> _jobs;
    private readonly SimulatedWorld _world;
    private readonly List<JobUser> _users;
    private readonly Chaos _chaos;
    private Violation? _violation;
    private int _crashesVerified;
    private long _calls;
    private long _calmSince;

    private WorldRun(ulong seed, Func<FaultPlan, Random, IReadOnlyList<ISimulatedJob>> jobs, Sightings seen, Action<string>? trace)
    {
        _random = new SeededRandom(seed);
        _scheduler = new Scheduler(new SeededRandom((ulong)_random.NextInt64()), new VirtualTime()) { Advance = Advance };
        _faults = new FaultPlan(new SeededRandom((ulong)_random.NextInt64()), _scheduler);
        _jobs = jobs(_faults, new SeededRandom((ulong)_random.NextInt64()));
        _world = new SimulatedWorld(new SeededRandom((ulong)_random.NextInt64()), _scheduler, _faults, _jobs, seen, trace);
        _users = [.. _jobs.Select(job => new JobUser(_world, new SeededRandom((ulong)_random.NextInt64()), job))];
        _chaos = new Chaos(_world, new SeededRandom((ulong)_random.NextInt64()), _users);
    }

    /// <summary>Runs a seed.</summary>
    /// <param name="seed">The seed, which decides everything.</param>
    /// <param name="jobs">Creates the jobs that are run.</param>
    /// <param name="seen">Counts what occurred.</param>
    /// <param name="trace">Receives each event as it happens; null for none.</param>
    public static RunResult Execute(ulong seed, Func<FaultPlan, Random, IReadOnlyList<ISimulatedJob>> jobs, Sightings seen, Action<string>? trace = null)
    {
        var run = new WorldRun(seed, jobs, seen, trace);
        run.Execute();
        return new RunResult(run._violation, run._scheduler.Steps, run._chaos.Faults, seen.All, run._scheduler.EventHash);
    }

    private bool HasFinished => _users.TrueForAll(static u => u.HasFinished);

    private void Execute()
    {
        try
        {
            _world.Start();
            while (!HasFinished && Advance()) { }
            if (_violation is null) LetOthersEnd();
            if (_violation is null) Verify(hasEnded: true);
            if (_violation is null) JudgeStorage();
        }
        catch (Exception e)
        {
            Violate("the simulation itself throws nothing", $"{e}");
        }
        finally
        {
            _world.Dispose();
            foreach (var job in _jobs) job.Dispose();
        }
    }

    /// <summary>The remaining replaced processes may run on for a while, and must change nothing.</summary>
    private void LetOthersEnd()
    {
        _chaos.Calm();
        var until = _scheduler.Time.Now + s_afterwards.Ticks;
        while (_world.Replaced.Count > 0 && _scheduler.Time.Now < until && Advance()) { }
    }

    /// <summary>Takes a step or advances time; false when the run is over, or within an external call if nothing can run before time passes.</summary>
    private bool Advance()
    {
        if (_violation is not null) return false;
        _faults.IsOver = HasFinished;
        if (_scheduler.Unhandled is { } unhandled) return Violate("no activity ends with an exception", $"{unhandled}");
        if (_calls++ % StepsBetweenLooks == 0 && !Look()) return false;
        if (_world.Protocols.Breach is { } breach) return Violate("the protocols are kept", breach);
        if (_scheduler.Steps > MostSteps) return Violate("the job finishes", $"It has not after {MostSteps} steps.");
        _chaos.Act();
        if (_scheduler.Step())
        {
            if (_random.Next(50) == 0) _scheduler.Time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 20)));
            return true;
        }

        // A call that lasts until nothing else can run is rare: otherwise checkpoints would time out more often than not.
        if (_scheduler.IsNested && _random.Next(4) > 0) return false;
        return _scheduler.Time.AdvanceToNext() || Violate("the job finishes", "Nothing can happen any more.");
    }

    private bool Look()
    {
        foreach (var user in _users)
        {
            user.Look();
            if (user.Breach is { } late) return Violate("the user is served", late);
        }

        if (_world.Wires.Breach is { } wire) return Violate("channels are kept", wire);
        if (_world.Slots.Breach is { } slot) return Violate("no slot is used twice", slot);
        if (_world.Failures.Breach is { } failed) return Violate("no attempt fails by itself", failed);
        if (_world.CheckpointTimes.Breach is { } slow) return Violate("a checkpoint completes where nothing fails", slow);
        if (_world.Queues.Breach is { } queue) return Violate("what waits stays bounded", queue);
        foreach (var job in _jobs)
        {
            var (epoch, completed) = (job.NewestVisibleEpoch, _world.Protocols.Named(job.Name)?.Completed ?? 0);
            if (epoch > completed)
                return Violate("nothing is visible before its checkpoint is complete", $"Epoch {epoch} of {job.Name} is visible, and the newest complete checkpoint is {completed}.");
        }

        if (_chaos.Crashes > _crashesVerified)
        {
            _crashesVerified = _chaos.Crashes;
            Verify(hasEnded: false);
        }

        return _violation is null && LookAtProgress();
    }

    /// <summary>Once faults are over, the job must run again within a bound, and finish.</summary>
    private bool LookAtProgress()
    {
        var now = _scheduler.Time.Now;
        if (!_world.IsQuiet) return true;
        if (_calmSince == 0 || _faults.IsHanging || _world.StorageCalls.IsStalled) _calmSince = now;
        foreach (var user in _users.Where(static u => !u.HasFinished))
        {
            if (now - Math.Max(_calmSince, user.LastGood) > s_runLimit.Ticks)
                return Violate("the job runs again when faults are over", $"After {s_runLimit.TotalMinutes} min it is {user.Last?.State}; {user.Last?.WaitingFor} {user.Last?.Failure}");
            if (now - _calmSince > s_finishLimit.Ticks)
                return Violate("the job finishes", $"{s_finishLimit.TotalMinutes} min after the last fault it is {user.Last?.State}.");
        }

        return true;
    }

    private void Verify(bool hasEnded)
    {
        foreach (var (job, user) in _jobs.Zip(_users))
        {
            var protocol = _world.Protocols.Named(job.Name);
            var now = new Circumstances(hasEnded, _chaos.Damages > 0 || user.WentBack, _world.HadStaleProcesses || _world.Network.WasCut)
            {
                Drained = protocol?.IsDrained ?? false,
                DrainBegan = protocol?.DrainBegan ?? false,
                Attempt = protocol?.Attempt ?? 0,
            };
            if (job.WhatIsWrong(now) is { } wrong) Violate("the output is exactly that of the model", $"{job.Name}: {wrong}");
        }
    }

    private void JudgeStorage()
    {
        _world.Damage.Repair();
        if (new StorageJudge(_world.Blobs, _users.SelectMany(static u => u.Savepoints)).WhatIsWrong() is { } wrong) Violate("what is kept can be restored", wrong);
    }

    private bool Violate(string property, string description)
    {
        _violation ??= new Violation(property, description, _world.Events.Lines);
        return false;
    }
}
