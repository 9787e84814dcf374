using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Logs;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Simulation.Tests.World.Network;
using Millrace.TaskManager;
using Millrace.TaskManager.Ending;
using Millrace.TaskManager.Exchange;
using Millrace.TaskManager.Registration;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>A task manager as a process of the simulated world. Job code comes from memory, everything else from the network and the storage.</summary>
internal sealed class TaskManagerNode
{
    private const int Memory = 1 << 30;

    private readonly JobManagerRegistration _registration;

    public TaskManagerNode(
        SimulatedNetwork network, WireTap tap, string id, string instance, TimeSpan skew, WorldShape shape, IBlobStore blobs, QueueMonitor queues,
        Func<JobLibrary> library, Action<string> onTooManyStuck, SeededRandom random)
    {
        Process = new SimulatedProcess(network.Scheduler, id, skew);
        var address = $"{id}:data";
        var transport = new SimulatedDataTransport(network, Process, shape.Exchange.MessageBytes, shape.WireWindow, tap);
        var exchange = new DataExchange(id, transport, Process.Clock, shape.Exchange);
        var tasks = shape.Tasks with { Ending = new EndingOptions { OnTooManyStuck = onTooManyStuck } };
        var logs = new JobLogBuffer();
        var loggers = new LoggerFactory([new JobLogProvider(id, Process.Clock, logs.Add)], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        var core = new TaskManagerCore(id, tasks, _ => (blobs, library()), exchange, new CountedHost(Process, queues), Process.Clock, logs, static () => Memory, loggers);
        network.Listen(address, Process, end => transport.Serve(exchange, end));
        _registration = core.Register(
            new TaskManagerRegistration(id, instance, address, shape.Slots),
            "simulated",
            new SimulatedControlTransport(network, Process, JobManagerNode.Address, tap),
            new SeededRandom((ulong)random.NextInt64()));
    }

    public SimulatedProcess Process { get; }

    public void Start() => Process.As(_registration.Start);
}
