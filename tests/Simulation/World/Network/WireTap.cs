using System.IO.Hashing;
using Millrace.Hosting.Control;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>Observes all network traffic: for the event hash, for the last events, and for the monitor.</summary>
internal sealed class WireTap(Scheduler scheduler, EventLog events, WireMonitor monitor, QueueMonitor queues)
{
    public void Sent(ConnectionEnd end, object message, ReadOnlySpan<byte> bytes)
    {
        scheduler.Note(IsLocal(message) ? (ulong)message.GetType().Name.Length : XxHash3.HashToUInt64(bytes));
        if (!IsSignOfLife(message)) events.Add(end.Process.Name, $"tells {end.Peer.Process.Name}", message);
        if (message is TaskManagerMessage command) monitor.Commanded(end.Process, command, end.Peer.Process);
    }

    public void Received(ConnectionEnd end, object message)
    {
        scheduler.Note((ulong)message.GetType().Name.Length);
        if (!IsSignOfLife(message)) events.Add(end.Process.Name, $"hears of {end.Peer.Process.Name}", message);
        if (message is JobManagerMessage told) monitor.Told(end.Process, told, end.Peer.Process);
    }

    public void Sent(ConnectionEnd end, Frame frame)
    {
        // Not the records: the padding between the fields of a struct is undefined.
        scheduler.Note(XxHash3.HashToUInt64(frame.Span[..FrameHeader.Size]));
        if (frame.Header.Kind is not (FrameKind.Batch or FrameKind.Credit)) events.Add(end.Process.Name, $"sends {end.Peer.Process.Name}", frame.Header);
        monitor.Sent(frame, end);
    }

    /// <summary>So many frames wait to be sent.</summary>
    public void Waits(ConnectionEnd end, int frames) => queues.Frames(end.Process.Name, end.Peer.Process.Name, frames);

    /// <summary>
    /// Returns whether a message may contain what differs between runs and machines: files that stack traces name, folders that jobs read and
    /// write, and checksums of state, because the padding between the fields of a struct is undefined.
    /// </summary>
    private static bool IsLocal(object message) => message is
        JobManagerMessage.Acknowledged or JobManagerMessage.Failed or JobManagerMessage.Logged or JobManagerMessage.Planned or JobManagerMessage.Report
        or JobManagerMessage.Runs or TaskManagerMessage.Deploy or TaskManagerMessage.Plan;

    private static bool IsSignOfLife(object message) => message is
        JobManagerMessage.Alive or JobManagerMessage.Report or JobManagerMessage.Logged or TaskManagerMessage.Beat or TaskManagerMessage.Heartbeat or TaskManagerMessage.Keep;
}
