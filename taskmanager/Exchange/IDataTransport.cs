using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>Opens data calls to other task managers: gRPC between processes, or a link in memory.</summary>
internal interface IDataTransport
{
    /// <summary>Opens a call. Does not wait: where there is nobody, that is how it ends.</summary>
    /// <param name="address">Where the producer's data service listens.</param>
    /// <param name="header">What the call says of itself.</param>
    /// <param name="receiver">Told what comes; by any thread, but not within this call.</param>
    IDataLink Open(string address, DataCallHeader header, IDataReceiver receiver);
}

/// <summary>What a data call says of itself: there is one for each job and ordered pair of task managers.</summary>
/// <param name="Job">The job.</param>
/// <param name="Consumer">The task manager that opens it.</param>
/// <param name="Producer">The one that it expects at the other end.</param>
internal sealed record DataCallHeader(string Job, string Consumer, string Producer);

/// <summary>One direction of a data call.</summary>
internal interface IDataLink : IFrameLink
{
    /// <summary>Nothing more is sent: the other side ends the call when it has what was.</summary>
    void Complete();

    /// <summary>Ends the call, whatever is on its way.</summary>
    void Cancel();
}

/// <summary>One end of a data call.</summary>
internal interface IDataReceiver
{
    /// <summary>Takes a frame over; one at a time and in order.</summary>
    /// <exception cref="InvalidDataException">It is none that belongs here; the call is over with it.</exception>
    void OnFrame(Frame frame);

    /// <summary>The call is over; told once, after the last frame.</summary>
    /// <param name="reason">Why, as the end of a sentence.</param>
    /// <param name="cause">The exception that ended it, or null.</param>
    void OnOver(string reason, Exception? cause);
}
