using Microsoft.Extensions.Logging;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Control;
using Millrace.Hosting.Logs;
using Millrace.JobManager;
using Millrace.JobManager.Dispatching;
using Millrace.JobManager.Leading;
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

    private readonly ProcessParts _world;
    private readonly JobManagerCore _core;
    private readonly string _address;
    private bool _isTold;

    /// <param name="world">What it shares with the other processes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="address">The address at which task managers find it.</param>
    /// <param name="skew">What its clock is ahead by.</param>
    /// <param name="directory">The folder of the storage; null where that is in memory.</param>
    public JobManagerNode(ProcessParts world, string name, string address, TimeSpan skew, string? directory)
    {
        (_world, _address) = (world, address);
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
        _core = new JobManagerCore(context, sessions, new LeadershipOptions { IsAlone = world.Shape.JobManagers == 1 }, logs, loggers);
    }

    public SimulatedProcess Process { get; }

    /// <summary>Whether it has recovered the jobs in the storage, so that it accepts connections and commands.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The epoch with which it leads; 0 if it does not.</summary>
    public long Epoch { get; private set; }

    /// <summary>Takes users' requests.</summary>
    public Dispatcher Dispatcher => _core.Dispatcher;

    public JobLogStore Logs => _core.Logs;

    /// <summary>How long it has been paused, in ticks.</summary>
    public long PausedTime { get; set; }

    /// <summary>Returns the address of the job manager at a place.</summary>
    public static string AddressOf(int place) => $"{Name}-at-{place}:6123";

    /// <summary>Starts to follow or to lead.</summary>
    /// <param name="onLeads">Called when it leads.</param>
    /// <param name="onFailed">Called if the storage was unavailable at the start, or it leads no longer, which terminates a process.</param>
    public void Start(Action onLeads, Action<string> onFailed) => Process.As(() =>
    {
        _world.Network.Listen(_address, Process, Accept);
        _core.Start((_address, ""), standing =>
        {
            switch (standing)
            {
                case Standing.Leads { Epoch: var epoch }:
                    (IsReady, Epoch) = (true, epoch);
                    onLeads();
                    break;
                case Standing.Over over:
                    onFailed(over.Reason);
                    break;
                case Standing.Unread unread when !_isTold:
                    onFailed(unread.Reason);
                    break;
            }

            _isTold = true;
        });
    });

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
