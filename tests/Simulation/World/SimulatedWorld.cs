using Millrace.Hosting.Blobs;
using Millrace.Runtime.Serialization;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.WordCount;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Network;
using Millrace.Simulation.Tests.World.Processes;
using Millrace.TaskManager;
using Millrace.Testing.Clocks;
using Millrace.Testing.Clusters;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>
/// All processes of a cluster, the network between them, and the storage. Everything above the network, the storage, the clocks and the threads
/// is the code that runs in production. One job manager holds the storage lock, or several elect one that leads; a process that has died is restarted
/// after a while.
/// </summary>
internal sealed class SimulatedWorld : IDisposable
{
    private const int DirectoryOneIn = 3;

    private const string LeaderReplaced = "leader replaced by a standby while it lived";

    private const string TooManyStuck = "process left with tasks that do not end";

    private static readonly SerializerCache s_serializers = new();

    private readonly SeededRandom _random;
    private readonly JobLibrary _library = new();
    private readonly string? _directory;
    private int _started;
    private long _disturbed;
    private long _ahead;

    /// <param name="random">Decides.</param>
    /// <param name="scheduler">Runs the processes.</param>
    /// <param name="faults">Decides what fails of external calls.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="seen">Counts what occurred.</param>
    /// <param name="trace">Receives each event as it happens; null for none.</param>
    /// <param name="shape">The configuration of a world whose storage is in memory; null where both are drawn.</param>
    public SimulatedWorld(
        SeededRandom random, Scheduler scheduler, FaultPlan faults, IReadOnlyList<ISimulatedJob> jobs, Sightings seen, Action<string>? trace, WorldShape? shape = null)
    {
        (_random, Scheduler, Faults, Seen, ClocksMayJump) = (random, scheduler, faults, seen, jobs.All(static j => j.BearsClocksThatGoBack));
        Shape = shape ?? WorldShape.Draw(random, jobs.Count);
        _directory = shape is null && random.Next(DirectoryOneIn) == 0 ? SimulatedText.NewFolder("storage") : null;
        Blobs = _directory is null ? new MemoryBlobStore() : new DirectoryBlobStore(_directory);
        Events = new EventLog(scheduler, trace);
        Protocols = new ProtocolMonitors(Blobs, (name, splits) => jobs.Single(j => j.Name == name).OnDrained(splits));
        Landmarks = new Landmarks(seen);
        Slots = new SlotMonitor(Shape.Slots);
        CheckpointTimes = new CheckpointTimes(scheduler, Shape.Master.CheckpointTimeout, () => LastFault);
        Failures = new FailureMonitor(() => Damage!.HasStruck);
        Wires = new WireMonitor(Protocols, Slots, CheckpointTimes, Failures, Losses, new AttemptsOfJobs(jobs), Landmarks, Shape.Exchange.Window);
        Tap = new WireTap(scheduler, Events, Wires, Queues);
        Network = new SimulatedNetwork(scheduler, random, seen) { LateOneIn = random.Next(3) == 0 ? 0 : random.Next(20, 400) };
        StorageCalls = new StorageCalls(new SeededRandom((ulong)random.NextInt64()), faults, scheduler, Landmarks, seen);
        Storage = new FaultyBlobStore(Blobs, _directory, faults, StorageCalls, Protocols, Landmarks);
        Damage = new BlobDamage(random, Blobs);
        foreach (var job in jobs)
        {
            job.LatestClock = () => ClocksMayJump ? (_ahead + scheduler.Time.Now) / TimeSpan.TicksPerMillisecond : null;
            _library.Add(job.Name, job.Create, s_serializers);
        }
    }

    public Scheduler Scheduler { get; }

    public FaultPlan Faults { get; }

    public WorldShape Shape { get; }

    /// <summary>Whether clocks may differ widely, and jump.</summary>
    public bool ClocksMayJump { get; }

    public EventLog Events { get; }

    /// <summary>What occurred.</summary>
    public Sightings Seen { get; }

    public IBlobStore Blobs { get; }

    /// <summary>Whether what is in the storage has a path, by which it can be named.</summary>
    public bool HasPaths => _directory is not null;

    public StorageCalls StorageCalls { get; }

    public FaultyBlobStore Storage { get; }

    public BlobDamage Damage { get; }

    public ProtocolMonitors Protocols { get; }

    public Landmarks Landmarks { get; }

    public SlotMonitor Slots { get; }

    public CheckpointTimes CheckpointTimes { get; }

    public FailureMonitor Failures { get; }

    public ProcessLosses Losses { get; } = new();

    public QueueMonitor Queues { get; } = new();

    public WireMonitor Wires { get; }

    public WireTap Tap { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>The job manager that holds the lock, or leads; null where none does.</summary>
    public JobManagerNode? JobManager => IsElecting ? JobManagers.Where(static m => m is { Epoch: > 0 }).MaxBy(static m => m!.Epoch) : JobManagers.FirstOrDefault();

    /// <summary>The job managers, by place; null where one has died and was not restarted yet.</summary>
    public JobManagerNode?[] JobManagers { get; private set; } = [];

    /// <summary>Whether several job managers elect one that leads.</summary>
    public bool IsElecting => Shape.JobManagers > 1;

    /// <summary>The task managers, by place; null where one has died and was not restarted yet.</summary>
    public TaskManagerNode?[] TaskManagers { get; private set; } = [];

    /// <summary>Processes that are paused, or were replaced, and are still alive.</summary>
    public List<SimulatedProcess> Paused { get; } = [];

    /// <summary>Processes that were replaced while they were alive.</summary>
    public List<SimulatedProcess> Replaced { get; } = [];

    /// <summary>Whether any process ever ran on after it was replaced or taken for dead, because it was paused or cut off.</summary>
    public bool HadStaleProcesses { get; private set; }

    /// <summary>Whether faults are over, so that dead processes are restarted at once.</summary>
    public bool IsQuiet { get; set; }

    public void Dispose()
    {
        if (_directory is not null) SimulatedText.Remove(_directory);
    }

    public void Start()
    {
        (JobManagers, TaskManagers) = (new JobManagerNode?[Shape.JobManagers], new TaskManagerNode?[Shape.TaskManagers]);
        for (var i = 0; i < JobManagers.Length; i++) StartJobManager(i);
        for (var i = 0; i < TaskManagers.Length; i++) StartTaskManager(i);
    }

    /// <summary>Kills a process; another one replaces it after a while.</summary>
    public void Kill(SimulatedProcess process)
    {
        if (!process.Alive) return;
        Disturb();
        Events.Add(process.Name, "is killed");
        Landmarks.Killed(process.Name, JobManager?.Process == process);
        Losses.Lost(process.Name);
        process.Kill();
        Paused.Remove(process);
        Replaced.Remove(process);
        Network.Killed(process);
        if (Array.FindIndex(JobManagers, m => m?.Process == process) is >= 0 and var at)
        {
            JobManagers[at] = null;
            After(RestartDelay(), () => StartJobManager(at));
        }

        if (Array.FindIndex(TaskManagers, t => t?.Process == process) is >= 0 and var place)
        {
            TaskManagers[place] = null;
            After(RestartDelay(), () => StartTaskManager(place));
        }
    }

    public void Pause(SimulatedProcess process)
    {
        if (!process.Alive || process.IsPaused) return;
        Events.Add(process.Name, "stands still");
        Losses.Lost(process.Name);
        process.Pause();
        Paused.Add(process);
        var since = Scheduler.Time.Now;
        if (JobManager is { } manager && manager.Process == process) Resumed += Count;

        void Count(SimulatedProcess resumed)
        {
            if (resumed != process) return;
            manager!.PausedTime += Scheduler.Time.Now - since;
            Resumed -= Count;
        }
    }

    public void Resume(SimulatedProcess process)
    {
        if (!Paused.Remove(process) || !process.Alive) return;
        Events.Add(process.Name, "goes on");
        HadStaleProcesses = true;
        // It registers again, and so ends the session of the one that has taken its place.
        Disturb();
        Resumed?.Invoke(process);
        process.Resume();
    }

    /// <summary>The lock of a paused job manager is given away, as network file systems do; another one is started.</summary>
    public void Depose()
    {
        if (JobManager is not { } deposed) return;
        Events.Add(deposed.Process.Name, "loses the lock");
        Landmarks.Deposed(deposed.Process.Name);
        (JobManagers[0], HadStaleProcesses) = (null, true);
        Replaced.Add(deposed.Process);
        StartJobManager(0);
    }

    /// <summary>A paused task manager is taken for dead, and another one is started in its place.</summary>
    public void Replace(int place)
    {
        if (TaskManagers[place] is not { } replaced) return;
        Events.Add(replaced.Process.Name, "is replaced");
        HadStaleProcesses = true;
        Replaced.Add(replaced.Process);
        TaskManagers[place] = null;
        StartTaskManager(place);
    }

    public void After(TimeSpan delay, Action act) => new VirtualTimer(Scheduler.Time, act, static () => true).Change(delay, Timeout.InfiniteTimeSpan);

    /// <summary>The time of day of a process jumps.</summary>
    public void Jump(SimulatedProcess process, TimeSpan by)
    {
        process.Jump(by);
        Look(process);
    }

    /// <summary>Something fails, or is whole again.</summary>
    public void Disturb() => _disturbed = Scheduler.Time.Now;

    private ProcessParts Parts => new(Network, Tap, Shape, Storage, Queues, _random);

    private long LastFault => Paused.Count > 0 || Replaced.Count > 0 || Network.IsCutAnywhere || JobManager is null || JobManagers.Contains(null) || TaskManagers.Contains(null)
        ? Scheduler.Time.Now
        : new[] { _disturbed, Network.LastChange, Faults.LastFault, StorageCalls.LastFault }.Max();

    private void Look(SimulatedProcess process) => _ahead = Math.Max(_ahead, process.Clock.GetUtcNow().ToUnixTimeMilliseconds() * TimeSpan.TicksPerMillisecond - Scheduler.Time.Now);

    private event Action<SimulatedProcess>? Resumed;

    private TimeSpan RestartDelay() => TimeSpan.FromMilliseconds(IsQuiet || _random.Next(2) == 0 ? _random.Next(1, 50) : _random.Next(1, 6000));

    private void StartJobManager(int place)
    {
        if (JobManagers[place] is not null) return;
        Disturb();
        var manager = JobManagers[place] = new JobManagerNode(Parts, $"{JobManagerNode.Name}-{++_started}", JobManagerNode.AddressOf(place), Skew(), _directory);
        Events.Add(manager.Process.Name, "is started");
        Look(manager.Process);
        manager.Start(() => Lead(manager), reason =>
        {
            Events.Add(manager.Process.Name, "ends:", reason);
            After(TimeSpan.Zero, () => Kill(manager.Process));
        });
    }

    private void Lead(JobManagerNode manager)
    {
        Events.Add(manager.Process.Name, "leads with epoch", manager.Epoch);
        if (!IsElecting) return;
        Disturb();
        foreach (var former in JobManagers.OfType<JobManagerNode>().Where(m => m != manager && m.Epoch > 0))
        {
            HadStaleProcesses = true;
            Landmarks.Deposed(former.Process.Name);
            Seen.Note(LeaderReplaced);
        }
    }

    private void StartTaskManager(int place)
    {
        if (TaskManagers[place] is not null) return;
        Disturb();
        // If it has a configured name, it comes back under it; by default each process has a new one.
        var id = place % 2 == 0 ? $"taskmanager-{place}" : $"taskmanager-{place}-{++_started}";
        TaskManagerNode? manager = null;
        manager = TaskManagers[place] = new TaskManagerNode(Parts, id, $"{++_started}", Skew(), () => _library, Leave);
        Look(manager.Process);
        Events.Add(id, "is started");
        manager.Start();

        void Leave(string reason)
        {
            Seen.Note(TooManyStuck);
            Events.Add(id, "leaves:", reason);
            After(TimeSpan.Zero, () => Kill(manager!.Process));
        }
    }

    private TimeSpan Skew() => TimeSpan.FromMilliseconds(ClocksMayJump && _random.Next(4) == 0 ? _random.Next(-60_000, 60_001) : _random.Next(-50, 51));
}
