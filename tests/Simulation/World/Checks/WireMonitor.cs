using System.Buffers.Binary;
using Millrace.Hosting.Control;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Simulation.Tests.Faults;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Checks the network traffic: what job managers command, and what channels carry.</summary>
internal sealed class WireMonitor(ProtocolMonitor protocol, Landmarks landmarks)
{
    private readonly Dictionary<(string Producer, string Consumer, ChannelAddress Channel), long> _watermarks = [];
    private readonly Dictionary<(string Producer, string Consumer, ChannelAddress Channel), int> _granted = [];

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager has sent a command.</summary>
    public void Commanded(SimulatedProcess jobManager, TaskManagerMessage message, SimulatedProcess taskManager)
    {
        landmarks.Commanded(jobManager.Name, message, taskManager.Name);
        switch (message)
        {
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                protocol.Deployed(tasks.Attempt.Number, taskManager.Name);
                break;
            case TaskManagerMessage.Trigger m:
                if (m.Barrier.Drain) protocol.Drains(m.Barrier.Checkpoint);
                protocol.Triggered(m.Barrier.Checkpoint, m.Attempt.Number);
                protocol.Permitted(m.Latest?.Checkpoint ?? 0);
                break;
            case TaskManagerMessage.Abort m:
                protocol.Aborted(m.Checkpoint);
                break;
            case TaskManagerMessage.Permit m:
                protocol.Permitted(m.Latest.Checkpoint);
                break;
            case TaskManagerMessage.Heartbeat m:
                protocol.Permitted(m.Latest?.Checkpoint ?? 0);
                break;
        }
    }

    /// <summary>A job manager receives a message from a task manager.</summary>
    public void Told(JobManagerMessage message, SimulatedProcess taskManager) => landmarks.Told(message, taskManager.Name);

    /// <summary>A frame is sent to another task manager.</summary>
    public void Sent(Frame frame, SimulatedProcess from, SimulatedProcess to)
    {
        var header = frame.Header;
        if (header.Kind == FrameKind.Credit)
        {
            var key = (to.Name, from.Name, header.Channel);
            _granted[key] = _granted.GetValueOrDefault(key) + ControlFrames.ReadCredit(frame);
            return;
        }

        var channel = (from.Name, to.Name, header.Channel);
        if (header.TakesCredit && (_granted[channel] = _granted.GetValueOrDefault(channel) - 1) < 0)
            Report($"{from.Name} sends {to.Name} more frames on {header.Channel} than were granted.");
        if (header.Kind == FrameKind.Barrier) landmarks.SentBarrier(BinaryPrimitives.ReadInt64LittleEndian(frame.Payload.Span));
        if (header.Kind != FrameKind.Watermark) return;
        var watermark = BinaryPrimitives.ReadInt64LittleEndian(frame.Payload.Span);
        if (_watermarks.TryGetValue(channel, out var last) && watermark < last) Report($"The watermark on {header.Channel} goes back from {last} to {watermark}.");
        _watermarks[channel] = watermark;
    }

    private void Report(string breach) => Breach ??= breach;
}
