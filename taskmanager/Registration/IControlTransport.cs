using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>Connects to the job manager: gRPC between processes, or a link in memory.</summary>
internal interface IControlTransport
{
    /// <summary>Opens a connection. Does not block: if there is no one at the address, the connection ends with that reason.</summary>
    /// <param name="address">The URL of the job manager.</param>
    /// <param name="receive">Called with each message, one at a time and in order; from any thread, but not within this call.</param>
    /// <param name="onOver">Called once with the reason when the connection is over; from any thread, but not within this call.</param>
    IControlLink<JobManagerMessage> Connect(string address, Action<TaskManagerMessage> receive, Action<string> onOver);
}
