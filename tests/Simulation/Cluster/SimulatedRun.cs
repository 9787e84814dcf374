using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Local.Cluster;
using Millrace.Simulation.Tests.Faults;
using Millrace.Testing.Clocks;
using Millrace.Testing.Clusters;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>
/// A job on simulated clusters under a seed: processes are killed, blobs damaged and the job stopped at random steps, and each next
/// cluster restores it at another parallelism, until it has finished.
/// </summary>
internal sealed class SimulatedRun
{
    private const int MaxSteps = 400_000;
    private const int MaxStarts = 100;

    private readonly Random _random;
    private readonly Scheduler _scheduler;
    private readonly MemoryBlobStore _blobs = new();
    private readonly ClusterStarter _starter;
    private readonly BlobDamage _damage;
    private readonly ProtocolMonitor _monitor;
    private readonly ISimulatedJob _job;
    private readonly StaleClusters _stale = new();
    private SimulatedCluster? _cluster;
    private SimulatedProcess? _jobManager;
    private string? _problem;
    private int _calls;
    private int _nextFault;
    private bool _over;
    private bool _leftBehind;
    private bool _doomed;
    private bool _draining;
    private int _faultsLeft;

    public SimulatedRun(ulong seed, Func<FaultPlan, Random, ISimulatedJob> job)
    {
        _random = new SeededRandom(seed);
        _scheduler = new Scheduler(_random, new VirtualTime()) { Advance = Advance };
        var faults = new FaultPlan(_random, _scheduler);
        _monitor = new ProtocolMonitor(_blobs);
        _damage = new BlobDamage(_random, _blobs);
        _faultsLeft = _random.Next(8);
        _job = job(faults, _random);
        _starter = new ClusterStarter(_job, new JobStore(new FaultyBlobStore(_blobs, faults, _monitor)), _scheduler, _random, _monitor);
    }

    public int Crashes { get; private set; }

    public int Stops { get; private set; }

    public int Damages { get; private set; }

    public int Aborts => _monitor.Aborts;

    public long Steps => _scheduler.Steps;

    public ulong EventHash => _scheduler.EventHash;

    /// <summary>Runs until the job has finished; returns what went wrong, or null.</summary>
    public string? Execute()
    {
        using var job = _job;
        var finished = false;
        while (!finished)
        {
            RunCluster();
            finished = _problem is null && _cluster is { Result.State: JobState.Finished } && !_over;
            if (finished) DrainStale();
            EndCluster();
            Look();
            _problem ??= _monitor.Breach ?? Judge(finished);
            if (_problem is not null) return _problem;
            if (finished && _random.Next(4) == 0 && _faultsLeft > 0) (finished, _faultsLeft) = (false, 0);
        }

        return null;
    }

    private string? Judge(bool finished) =>
        _cluster?.Result is { State: JobState.Failed, Failure: var failure } && !(_stale.Any && failure?.Message.StartsWith("Another process runs", StringComparison.Ordinal) == true)
            ? $"The job failed: {failure?.Operator}: {failure?.Message}\n{failure?.Details}"
            : _job.WhatIsWrong(new Circumstances(finished, Damages > 0, _stale.Any));

    /// <summary>What is left of older clusters may go on for a while, and must change nothing.</summary>
    private void DrainStale()
    {
        (_nextFault, _draining) = (int.MaxValue, true);
        for (var steps = 1000; steps > 0 && _stale.Count > 0 && Advance(); steps--) { }
        _stale.KillAll();
        _draining = false;
    }

    private void EndCluster()
    {
        if (_leftBehind) LeaveBehind();
        else _cluster?.KillAll();
        if (!_leftBehind || _cluster is null) _jobManager?.Kill();
        _leftBehind = false;
    }

    private void RunCluster()
    {
        (_over, _doomed) = (false, false);
        _cluster = null;
        _nextFault = NextFault();
        _jobManager = new SimulatedProcess(_scheduler, "jobmanager", TimeSpan.Zero);
        if (_starter.Starts > MaxStarts) Ends($"The job was started {MaxStarts} times, and has not ended.");
        _jobManager.As(StartCluster);
        while (_cluster is { } cluster && !LocalCluster.IsEnd(cluster.Result.State) && Advance()) { }
    }

    private void StartCluster()
    {
        try
        {
            _cluster = _starter.Start(_jobManager!);
        }
        catch (Exception e) when (e is IOException or ProcessKilledException || (_stale.Any && e.InnerException is CorruptBlobException))
        {
            // The program ends with an error, and is started again. A stale job manager may have swept what was about to be read.
        }
    }

    /// <summary>One step of the simulation; false where this cluster has no more to do.</summary>
    private bool Advance()
    {
        if (_over || _problem is not null) return false;
        if (_scheduler.Unhandled is { } unhandled) return Ends($"An exception ends the process: {unhandled}");
        if (_calls % 256 == 0) Look();
        if (_monitor.Breach is { } breach) return Ends(breach);
        if (++_calls > MaxSteps) return Ends($"The job has not ended after {MaxSteps} steps.");
        _stale.KillDue(_calls);
        if (_calls >= _nextFault) Strike();
        if (_over) return false;
        if (_scheduler.Step())
        {
            if (_random.Next(50) == 0) _scheduler.Time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 20)));
            return true;
        }

        // A call that takes as long as nothing else can happen is rare: checkpoints would be over time more often than not.
        if (_scheduler.IsNested && _random.Next(4) > 0) return false;
        if (_scheduler.Time.AdvanceToNext()) return true;
        if (_doomed) Strike();
        return !_over && !_draining && !_scheduler.IsNested && Ends("Nothing can happen any more, and the job has not ended.");
    }

    /// <summary>Nothing is visible before the checkpoint that covers it is complete.</summary>
    private void Look()
    {
        if (_job.NewestVisibleEpoch is var epoch && epoch > _monitor.Completed)
            Ends($"Epoch {epoch} is visible, and the newest complete checkpoint is {_monitor.Completed}.");
    }

    private void LeaveBehind()
    {
        var pause = _random.Next(2) == 0 ? _random.Next(6000) : 0;
        _cluster?.Pause(pause);
        _stale.Add(_cluster, _calls + pause + 1 + _random.Next(4000));
    }

    private bool Ends(string problem)
    {
        _problem ??= problem;
        return false;
    }

    private void Strike()
    {
        _faultsLeft--;
        _nextFault = NextFault();
        switch (_doomed ? 7 : _random.Next(9))
        {
            case 0 or 4 when _stale.Count == 0 && _starter.JobId is { } jobId && _damage.Strike(jobId):
                // Nothing may go on from it: what refers to a damaged blob is damaged as well.
                Damages++;
                CrashAll();
                break;
            case 1 when _cluster is not null:
                Stops++;
                _cluster.Stop();
                break;
            case 2 when _cluster is not null:
                // The others go on until somebody ends them too.
                (_doomed, _nextFault) = (true, _calls + 1 + _random.Next(1500));
                _cluster.KillTaskManager(_random.Next(8));
                break;
            case 3 when _cluster is not null:
                _leftBehind = true;
                Crash();
                if (_random.Next(2) == 0) _cluster.KillJobManager();
                break;
            default:
                CrashAll();
                break;
        }
    }

    private void CrashAll()
    {
        Crash();
        _jobManager!.Kill();
        _cluster?.KillAll();
    }

    private void Crash()
    {
        Crashes++;
        if (_random.Next(3) == 0) _damage.Repair();
        _over = true;
        _doomed = false;
    }

    private int NextFault() => _faultsLeft > 0 ? _calls + 1 + _random.Next(_random.Next(4) == 0 ? 100 : 2000) : int.MaxValue;
}
