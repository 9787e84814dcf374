using Millrace.Hosting.Control;
using Millrace.TaskManager.Registration;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>Connects a task manager to job managers over the simulated network.</summary>
internal sealed class SimulatedControlTransport(SimulatedNetwork network, SimulatedProcess process, WireTap tap) : IControlTransport
{
    public IControlLink<JobManagerMessage> Connect(string address, Action<TaskManagerMessage> receive, Action<string> onOver) =>
        new SimulatedControlLink<TaskManagerMessage, JobManagerMessage>(network.Connect(process, address), ControlCodec.ToTaskManager, ControlCodec.ToJobManager, tap)
        {
            OnMessage = receive,
            OnOver = onOver,
        };
}
