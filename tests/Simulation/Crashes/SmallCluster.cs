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

/// <summary>A whole simulated cluster on which nothing fails by itself, with one small job; it looks at the storage and the output whenever they change.</summary>
internal sealed class SmallCluster : IDisposable
{
    private const int MostSteps = 300_000;

    // Longer than another one takes to lead.
    private static readonly TimeSpan s_standstill = TimeSpan.FromSeconds(5);

    private readonly SeededRandom _random;
    private readonly JobStore _store;

    /// <param name="seed">Decides the order in which things happen.</param>
    /// <param name="master">How the job is run.</param>
    /// <param name="jobManagers">The number of job managers.</param>
    public SmallCluster(ulong seed, JobMasterOptions master, int jobManagers = 1)
    {
        var shape = new WorldShape(
            TaskManagers: 2,
            Slots: 2,
            new TaskExecutorOptions { BatchSize = 4, Snapshots = new SnapshotOptions { SliceBytes = 40, ChunkBytes = 60, Chunks = 2 } },
            new DataExchangeOptions { Window = 4 },
            WireWindow: 4,
            master with { Retain = 2, HeartbeatInterval = TimeSpan.FromMilliseconds(250) })
        { JobManagers = jobManagers };
        _random = new SeededRandom(seed);
        Scheduler = new Scheduler(new SeededRandom((ulong)_random.NextInt64()), new VirtualTime()) { Advance = Advance };
        var faults = new FaultPlan(_random, Scheduler, isEmpty: true) { OnCall = Pass, Holds = call => Holds(call) };
        Job = new CountedNumbers(faults);
        World = new SimulatedWorld(new SeededRandom((ulong)_random.NextInt64()), Scheduler, faults, [Job], new Sightings(), null, shape) { IsQuiet = true };
        User = new JobUser(World, new SeededRandom((ulong)_random.NextInt64()), Job) { CommandsLeft = 0 };
        _store = new JobStore(World.Blobs);
    }

    public Scheduler Scheduler { get; }

    public CountedNumbers Job { get; }

    public SimulatedWorld World { get; }

    public JobUser User { get; }

    /// <summary>Called with each external call, as <see cref="FaultPlan.OnCall"/>.</summary>
    public Action<string, bool> OnCall { get; set; } = static (_, _) => { };

    /// <summary>Whether a call of the storage gets no further now, as <see cref="FaultPlan.Holds"/>.</summary>
    public Func<string, bool> Holds { get; set; } = static _ => false;

    /// <summary>Called with the newest checkpoint when a head names it.</summary>
    public Action<long> OnCompleted { get; set; } = static _ => { };

    /// <summary>What went wrong first; null where nothing did.</summary>
    public string? Wrong { get; private set; }

    public void Dispose() => World.Dispose();

    /// <summary>Runs the job to its end, and judges what it leaves.</summary>
    public void RunToEnd()
    {
        World.Start();
        while (!User.HasFinished && Advance()) { }
        if (Job.WhatIsWrong(new Circumstances(HasEnded: true, TookBack: false, Stale: false)) is { } output) Report(output);
        if (new StorageJudge(World.Blobs, []).WhatIsWrong() is { } storage) Report(storage);
    }

    /// <summary>Kills processes, which are started again, or pauses one.</summary>
    public void Strike(CrashScope scope)
    {
        if (scope is CrashScope.Leader or CrashScope.LeaderStandsStill)
        {
            if (World.JobManager is not { Process: var leader }) return;
            if (scope == CrashScope.Leader) World.Kill(leader);
            else World.Pause(leader);
            if (scope == CrashScope.LeaderStandsStill) World.After(s_standstill, () => World.Resume(leader));
            return;
        }

        foreach (var process in Killed(scope).ToList()) World.Kill(process);
    }

    public bool Report(string wrong)
    {
        Wrong ??= wrong;
        return false;
    }

    private bool Advance()
    {
        if (Wrong is not null) return false;
        User.Look();
        if ((Scheduler.Unhandled?.ToString() ?? World.Protocols.Breach ?? World.Wires.Breach ?? World.Slots.Breach ?? World.Failures.Breach ?? User.Breach) is { } breach) return Report(breach);
        if (Scheduler.Steps > MostSteps) return Report($"The job has not finished after {MostSteps} steps.");
        if (Scheduler.Step())
        {
            if (_random.Next(50) == 0) Scheduler.Time.Advance(TimeSpan.FromMilliseconds(1));
            return true;
        }

        if (Scheduler.IsNested && _random.Next(4) > 0) return false;
        return Scheduler.Time.AdvanceToNext() || Report("Nothing can happen any more.");
    }

    private void Pass(string call, bool isAfter)
    {
        if (isAfter && call.Split(' ')[0] is "swapping" or "deleting") LookAtStorage(call);
        if (isAfter && call.Split(' ')[0] is "publishing") LookAtOutput();
        OnCall(call, isAfter);
    }

    /// <summary>Whatever has just been swapped or deleted, all that a retained checkpoint reaches is there.</summary>
    private void LookAtStorage(string call)
    {
        foreach (var id in World.Blobs.ListAsync("", CancellationToken.None).Now().Where(static i => i.IsFolder).Select(static i => i.Name[..^1]))
        {
            if (_store.ReadHead(id)?.Head is not { } head) continue;
            foreach (var retained in head.Retained.Where(r => !World.Damage.HasStruckAt(r.Manifest))) LookAt(retained, call);
            if (head.Latest is { } latest) OnCompleted(latest.Checkpoint);
        }
    }

    private void LookAt(RetainedCheckpoint retained, string call)
    {
        try
        {
            if (_store.Reach(retained.Manifest).FirstOrDefault(n => World.Blobs.FindLengthAsync(n, CancellationToken.None).Now() is null) is { } missing)
                Report($"After {call}, {missing} of checkpoint {retained.Checkpoint} is missing.");
        }
        catch (CorruptBlobException e)
        {
            Report($"After {call}, checkpoint {retained.Checkpoint} is not whole: {e.Message}");
        }
    }

    private void LookAtOutput()
    {
        if (Job.WhatIsWrong(new Circumstances(HasEnded: false, TookBack: false, Stale: false)) is { } wrong) Report(wrong);
        var completed = World.Protocols.Named(Job.Name)?.Completed ?? 0;
        if (Job.NewestVisibleEpoch > completed) Report($"Epoch {Job.NewestVisibleEpoch} is visible, and the newest complete checkpoint is {completed}.");
    }

    private IEnumerable<SimulatedProcess> Killed(CrashScope scope)
    {
        if (scope != CrashScope.TaskManagers)
        {
            foreach (var manager in World.JobManagers.OfType<JobManagerNode>()) yield return manager.Process;
        }

        if (scope == CrashScope.JobManager) yield break;
        foreach (var taskManager in World.TaskManagers.OfType<TaskManagerNode>()) yield return taskManager.Process;
    }
}
