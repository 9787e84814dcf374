using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Hosting.Logs;
using Millrace.Simulation.Tests.World.Network;
using Millrace.TaskManager;
using Millrace.TaskManager.Composition;
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

    public TaskManagerNode(ProcessParts world, string id, string instance, TimeSpan skew, Func<JobLibrary> library, Action<string> onTooManyStuck)
    {
        var (network, shape) = (world.Network, world.Shape);
        Process = new SimulatedProcess(network.Scheduler, id, skew);
        var address = $"{id}:data";
        var transport = new SimulatedDataTransport(network, Process, shape.Exchange.MessageBytes, shape.WireWindow, world.Tap);
        var exchange = new DataExchange(id, transport, Process.Clock, shape.Exchange);
        var tasks = shape.Tasks with { Ending = new EndingOptions { OnTooManyStuck = onTooManyStuck } };
        var logs = new JobLogBuffer();
        var loggers = new LoggerFactory([new JobLogProvider(id, Process.Clock, logs.Add)], new LoggerFilterOptions { MinLevel = LogLevel.Information });
        var context = new TaskManagerContext(tasks, _ => (world.Storage, library()), exchange, new CountedHost(Process, world.Queues), Process.Clock, static () => Memory);
        var core = new TaskManagerCore(context, logs, loggers);
        network.Listen(address, Process, end => transport.Serve(exchange, end));
        _registration = core.Register(
            new TaskManagerRegistration(id, instance, address, shape.Slots),
            "simulated",
            new SimulatedControlTransport(network, Process, world.Tap),
            [.. Enumerable.Range(0, shape.JobManagers).Select(JobManagerNode.AddressOf)],
            new SeededRandom((ulong)world.Random.NextInt64()));
    }

    public SimulatedProcess Process { get; }

    public void Start() => Process.As(_registration.Start);
}
