using Millrace.Hosting.Control;
using Millrace.TaskManager.Registration;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>Connects a task manager to the job manager over the simulated network.</summary>
internal sealed class SimulatedControlTransport(SimulatedNetwork network, SimulatedProcess process, string address, WireTap tap) : IControlTransport
{
    public IControlLink<JobManagerMessage> Connect(Action<TaskManagerMessage> receive, Action<string> onOver) =>
        new SimulatedControlLink<TaskManagerMessage, JobManagerMessage>(network.Connect(process, address), ControlCodec.ToTaskManager, ControlCodec.ToJobManager, tap)
        {
            OnMessage = receive,
            OnOver = onOver,
        };
}
