using Microsoft.Extensions.Logging;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Logs;
using Millrace.JobManager.TaskManagers;
using Millrace.Simulation.Tests.World.Network;
using Millrace.Testing.Hosts;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>A job manager as a process of the simulated world. It recovers the jobs in the storage, and then accepts connections.</summary>
internal sealed class JobManagerNode
{
    /// <summary>With what the name of each job manager begins.</summary>
    public const string Name = "jobmanager";

    /// <summary>The address at which task managers find the job manager.</summary>
    public const string Address = $"{Name}:6123";

    private readonly ProcessParts _world;
    private readonly JobManagerCore _core;

    /// <param name="world">What it shares with the other processes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="skew">What its clock is ahead by.</param>
    /// <param name="directory">The folder of the storage; null where that is in memory.</param>
    public JobManagerNode(ProcessParts world, string name, TimeSpan skew, string? directory)
    {
        _world = world;
        Process = new SimulatedProcess(world.Network.Scheduler, name, skew);
        var logs = new JobLogStore();
        var loggers = new LoggerFactory([new JobLogProvider("jobmanager", Process.Clock, logs.Add)], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        var storage = StorageUri.OfFolder(directory ?? "/storage");
        var context = new DispatcherContext(
            world.Storage,
            storage,
            new TestStores(storage, world.Storage),
            new CountedHost(Process, world.Queues),
            Process.Clock,
            new SeededRandom((ulong)world.Random.NextInt64()),
            loggers.CreateLogger<Dispatcher>(),
            world.Shape.Master);
        var sessions = new TaskManagerSessionOptions("sim:///storage") { BeatInterval = world.Shape.Master.HeartbeatInterval };
        _core = new JobManagerCore(context, sessions, logs, loggers);
    }

    public SimulatedProcess Process { get; }

    /// <summary>Whether it has recovered the jobs in the storage, so that it accepts connections and commands.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Takes users' requests.</summary>
    public Dispatcher Dispatcher => _core.Dispatcher;

    public JobLogStore Logs => _core.Logs;

    /// <summary>How long it has been paused, in ticks.</summary>
    public long PausedTime { get; set; }

    /// <summary>Starts the recovery.</summary>
    /// <param name="onFailed">Called if the storage was unavailable, which terminates a process.</param>
    public void Start(Action<string> onFailed) => Process.As(() => _core.Lead(refusal =>
    {
        if (refusal is not null)
        {
            onFailed(refusal.Message);
            return;
        }

        IsReady = true;
        _world.Network.Listen(Address, Process, Accept);
    }));

    private void Accept(ConnectionEnd end)
    {
        var link = new SimulatedControlLink<JobManagerMessage, TaskManagerMessage>(end, ControlCodec.ToJobManager, ControlCodec.ToTaskManager, _world.Tap);
        var connection = _core.Accept(link);
        link.OnMessage = connection.Receive;
        link.OnOver = reason =>
        {
            connection.Lost(reason);
            connection.Dispose();
        };
    }
}
