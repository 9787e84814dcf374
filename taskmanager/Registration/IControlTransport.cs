using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>Connects to the job manager: gRPC between processes, or a link in memory.</summary>
internal interface IControlTransport
{
    /// <summary>Opens a connection. Does not wait: where there is nobody, that is how it ends.</summary>
    /// <param name="receive">Told of each message, one at a time and in order; by any thread, but not within this call.</param>
    /// <param name="onOver">Told once why the connection is over; by any thread, but not within this call.</param>
    IControlLink<JobManagerMessage> Connect(Action<TaskManagerMessage> receive, Action<string> onOver);
}
