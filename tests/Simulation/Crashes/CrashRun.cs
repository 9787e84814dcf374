using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.World;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Clients;
using Millrace.Simulation.Tests.World.Processes;
using Millrace.TaskManager;
using Millrace.TaskManager.Exchange;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>One run of a small job on a whole cluster, from its submission to its end, with at most one crash at a given moment.</summary>
internal sealed class CrashRun
{
    private const int MostSteps = 300_000;

    private static readonly WorldShape s_shape = new(
        TaskManagers: 2,
        Slots: 2,
        new TaskExecutorOptions { BatchSize = 4, Snapshots = new SnapshotOptions { SliceBytes = 40, ChunkBytes = 60, Chunks = 2 } },
        new DataExchangeOptions { Window = 4 },
        WireWindow: 4,
        new JobMasterOptions { Retain = 2, CheckpointTimeout = TimeSpan.FromSeconds(20), HeartbeatInterval = TimeSpan.FromMilliseconds(250) });

    private readonly Crash? _crash;
    private readonly Scheduler _scheduler;
    private readonly SeededRandom _random;
    private readonly CountedNumbers _job;
    private readonly SimulatedWorld _world;
    private readonly JobUser _user;
    private readonly JobStore _store;
    private readonly List<CrashMoment> _moments = [];
    private string? _wrong;
    private bool _hasCrashed;

    private CrashRun(ulong seed, Crash? crash)
    {
        _crash = crash;
        _random = new SeededRandom(seed);
        _scheduler = new Scheduler(new SeededRandom((ulong)_random.NextInt64()), new VirtualTime()) { Advance = Advance };
        var faults = new FaultPlan(_random, _scheduler, new Sightings(), isEmpty: true) { OnCall = Pass };
        _job = new CountedNumbers(faults);
        _world = new SimulatedWorld(new SeededRandom((ulong)_random.NextInt64()), _scheduler, faults, [_job], new Sightings(), null, s_shape) { IsQuiet = true };
        _user = new JobUser(_world, new SeededRandom((ulong)_random.NextInt64()), _job) { CommandsLeft = 0 };
        _store = new JobStore(_world.Blobs);
    }

    /// <summary>Runs.</summary>
    /// <param name="seed">Decides the order in which things happen up to the crash.</param>
    /// <param name="crash">The crash; null for none.</param>
    /// <returns>The moments at which there may be a crash, in order, and what is wrong, or null.</returns>
    public static (IReadOnlyList<CrashMoment> Moments, string? Wrong) Execute(ulong seed, Crash? crash)
    {
        var run = new CrashRun(seed, crash);
        run.Execute();
        return (run._moments, run._wrong);
    }

    private void Execute()
    {
        using (_world)
        {
            _job.Completed(0);
            _world.Start();
            while (!_user.HasFinished && Advance()) { }
            if (_crash is not null && !_hasCrashed) Report("There was no such moment.");
            if (_job.WhatIsWrong(new Circumstances(HasEnded: true, TookBack: false, Stale: false)) is { } output) Report(output);
            if (new StorageJudge(_world.Blobs, []).WhatIsWrong() is { } storage) Report(storage);
        }
    }

    private bool Advance()
    {
        if (_wrong is not null) return false;
        _user.Look();
        if ((_scheduler.Unhandled?.ToString() ?? _world.Protocols.Breach ?? _world.Wires.Breach ?? _world.Slots.Breach ?? _world.Failures.Breach ?? _user.Breach) is { } breach) return Report(breach);
        if (_scheduler.Steps > MostSteps) return Report($"The job has not finished after {MostSteps} steps.");
        if (_scheduler.Step())
        {
            if (_random.Next(50) == 0) _scheduler.Time.Advance(TimeSpan.FromMilliseconds(1));
            return true;
        }

        if (_scheduler.IsNested && _random.Next(4) > 0) return false;
        return _scheduler.Time.AdvanceToNext() || Report("Nothing can happen any more.");
    }

    private void Pass(string call, bool isAfter)
    {
        if (isAfter && call.Split(' ')[0] is "swapping" or "deleting") LookAtStorage(call);
        if (isAfter && call.Split(' ')[0] is "publishing") LookAtOutput();
        _moments.Add(new CrashMoment(call, isAfter));
        if (_crash is not { } crash || crash.Moment != _moments.Count - 1) return;
        _hasCrashed = true;
        foreach (var process in Killed(crash.Scope).ToList()) _world.Kill(process);
    }

    private IEnumerable<SimulatedProcess> Killed(CrashScope scope)
    {
        if (scope != CrashScope.TaskManagers && _world.JobManager is { } manager) yield return manager.Process;
        if (scope == CrashScope.JobManager) yield break;
        foreach (var taskManager in _world.TaskManagers.OfType<TaskManagerNode>()) yield return taskManager.Process;
    }

    /// <summary>Whatever has just been swapped or deleted, all that a retained checkpoint reaches is there, and the next part of the input may come.</summary>
    private void LookAtStorage(string call)
    {
        foreach (var id in _world.Blobs.ListAsync("", CancellationToken.None).Now().Where(static i => i.IsFolder).Select(static i => i.Name[..^1]))
        {
            if (_store.ReadHead(id)?.Head is not { } head) continue;
            foreach (var retained in head.Retained) LookAt(retained, call);
            if (head.Latest is { } latest) _job.Completed(latest.Checkpoint);
        }
    }

    private void LookAt(RetainedCheckpoint retained, string call)
    {
        try
        {
            if (_store.Reach(retained.Manifest).FirstOrDefault(n => _world.Blobs.FindLengthAsync(n, CancellationToken.None).Now() is null) is { } missing)
                Report($"After {call}, {missing} of checkpoint {retained.Checkpoint} is missing.");
        }
        catch (CorruptBlobException e)
        {
            Report($"After {call}, checkpoint {retained.Checkpoint} is not whole: {e.Message}");
        }
    }

    private void LookAtOutput()
    {
        if (_job.WhatIsWrong(new Circumstances(HasEnded: false, TookBack: false, Stale: false)) is { } wrong) Report(wrong);
        var completed = _world.Protocols.Named(_job.Name)?.Completed ?? 0;
        if (_job.NewestVisibleEpoch > completed) Report($"Epoch {_job.NewestVisibleEpoch} is visible, and the newest complete checkpoint is {completed}.");
    }

    private bool Report(string wrong)
    {
        _wrong ??= wrong;
        return false;
    }
}
