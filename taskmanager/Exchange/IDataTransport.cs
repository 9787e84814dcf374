using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>Opens data calls to other task managers: gRPC between processes, or a link in memory.</summary>
internal interface IDataTransport
{
    /// <summary>Opens a call. Does not block: if there is no one at the address, the call ends with that reason.</summary>
    /// <param name="address">The address of the producer's data service.</param>
    /// <param name="header">The call's header.</param>
    /// <param name="receiver">Takes what arrives; called from any thread, but not within this call.</param>
    IDataLink Open(string address, DataCallHeader header, IDataReceiver receiver);
}

/// <summary>The header of a data call: there is one call for each job and ordered pair of task managers.</summary>
/// <param name="Job">The job.</param>
/// <param name="Consumer">The task manager that opens it.</param>
/// <param name="Producer">The one expected at the other end.</param>
internal sealed record DataCallHeader(string Job, string Consumer, string Producer);

/// <summary>One direction of a data call.</summary>
internal interface IDataLink : IFrameLink
{
    /// <summary>Stops sending: the other side ends the call when it has received everything.</summary>
    void Complete();

    /// <summary>Ends the call, whatever is in flight.</summary>
    void Cancel();
}

/// <summary>One end of a data call.</summary>
internal interface IDataReceiver
{
    /// <summary>Takes ownership of a frame; called with one at a time and in order.</summary>
    /// <exception cref="InvalidDataException">The frame does not belong here; it ends the call.</exception>
    void OnFrame(Frame frame);

    /// <summary>Called once when the call is over, after the last frame.</summary>
    /// <param name="reason">The reason, as the end of a sentence.</param>
    /// <param name="cause">The exception that ended it, or null.</param>
    void OnOver(string reason, Exception? cause);
}
