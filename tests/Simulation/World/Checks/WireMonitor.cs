using System.Buffers.Binary;
using Millrace.Hosting.Control;
using Millrace.Runtime.Exchange.Remote;
using Millrace.Simulation.Tests.Faults;
using Millrace.Simulation.Tests.World.Network;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Checks the network traffic: what job managers command, and what channels carry.</summary>
/// <param name="protocols">Told of what job managers command.</param>
/// <param name="slots">Told of who uses slots.</param>
/// <param name="times">Told of checkpoints' begins and ends.</param>
/// <param name="failures">Told of what fails.</param>
/// <param name="losses">Told of where jobs run and are planned.</param>
/// <param name="attempts">Told of attempts.</param>
/// <param name="landmarks">Told of what marks the way of a run.</param>
/// <param name="window">How many frames of a channel may be under way.</param>
internal sealed class WireMonitor(
    ProtocolMonitors protocols, SlotMonitor slots, CheckpointTimes times, FailureMonitor failures, ProcessLosses losses, AttemptsOfJobs attempts, Landmarks landmarks, int window)
{
    private readonly Dictionary<(ConnectionEnd Producer, ChannelAddress Channel), long> _watermarks = [];
    private readonly Dictionary<(ConnectionEnd Producer, ChannelAddress Channel), int> _granted = [];

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager has sent a command.</summary>
    public void Commanded(SimulatedProcess jobManager, TaskManagerMessage message, SimulatedProcess taskManager)
    {
        landmarks.Commanded(jobManager.Name, message, taskManager.Name);
        losses.Commanded(message, taskManager.Name);
        attempts.Commanded(message, taskManager);
        switch (message)
        {
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                protocols.Of(tasks.Attempt.JobId).Deployed(tasks.Attempt.Number, taskManager.Name);
                slots.Deployed(jobManager, tasks, taskManager);
                failures.Deployed(tasks.Attempt);
                break;
            case TaskManagerMessage.Trigger m:
                var protocol = protocols.Of(m.Attempt.JobId);
                if (m.Barrier.Drain) protocol.Drains(m.Barrier.Checkpoint);
                protocol.Triggered(m.Barrier.Checkpoint, m.Attempt.Number);
                times.Triggered(m.Attempt.JobId, m.Barrier.Checkpoint);
                protocol.Permitted(m.Latest?.Checkpoint ?? 0);
                break;
            case TaskManagerMessage.Abort m:
                protocols.Of(m.Attempt.JobId).Aborted(m.Checkpoint);
                times.Aborted(m.Attempt.JobId, m.Checkpoint);
                break;
            case TaskManagerMessage.Permit m:
                protocols.Of(m.Latest.Attempt.JobId).Permitted(m.Latest.Checkpoint);
                break;
            case TaskManagerMessage.Heartbeat { Latest: { } latest }:
                protocols.Of(latest.Attempt.JobId).Permitted(latest.Checkpoint);
                break;
        }
    }

    /// <summary>A job manager receives a message from a task manager.</summary>
    public void Told(SimulatedProcess jobManager, JobManagerMessage message, SimulatedProcess taskManager)
    {
        landmarks.Told(message, taskManager.Name);
        slots.Told(jobManager, message, taskManager);
        failures.Told(message, taskManager.Name);
        if (FailedJob(message) is { } failed) times.Failed(failed);
        attempts.Told(message, taskManager);
    }

    /// <summary>A frame is sent to another task manager.</summary>
    public void Sent(Frame frame, ConnectionEnd end)
    {
        var (from, to) = (end.Process, end.Peer.Process);
        var header = frame.Header;
        if (header.Kind == FrameKind.Credit)
        {
            var key = (end.Peer, header.Channel);
            var granted = _granted[key] = _granted.GetValueOrDefault(key) + ControlFrames.ReadCredit(frame);
            if (granted > window) Report($"{from.Name} grants {to.Name} {granted} frames on {header.Channel}, and has room for {window}.");
            return;
        }

        var channel = (end, header.Channel);
        if (header.TakesCredit && (_granted[channel] = _granted.GetValueOrDefault(channel) - 1) < 0)
            Report($"{from.Name} sends {to.Name} more frames on {header.Channel} than were granted.");
        if (header.Kind == FrameKind.Batch) times.Moved();
        if (header.Kind == FrameKind.Barrier) landmarks.SentBarrier(BinaryPrimitives.ReadInt64LittleEndian(frame.Payload.Span));
        if (header.Kind != FrameKind.Watermark) return;
        var watermark = BinaryPrimitives.ReadInt64LittleEndian(frame.Payload.Span);
        if (_watermarks.TryGetValue(channel, out var last) && watermark < last) Report($"The watermark on {header.Channel} goes back from {last} to {watermark}.");
        _watermarks[channel] = watermark;
    }

    // A failure that no job manager has taken is repeated with each report.
    private static string? FailedJob(JobManagerMessage message) => message switch
    {
        JobManagerMessage.Failed m => m.Attempt.JobId,
        JobManagerMessage.Report m when m.Tasks.Subtasks.Any(static s => s.Failure is not null) => m.Attempt.JobId,
        _ => null,
    };

    private void Report(string breach) => Breach ??= breach;
}
