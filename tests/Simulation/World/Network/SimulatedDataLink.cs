using System.Buffers;
using System.Threading.Channels;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>One end of a data call over a simulated connection: frames are combined into messages, which are sent as bytes, a few at a time.</summary>
internal sealed class SimulatedDataLink : IDataLink
{
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly FrameMessage _message = new();
    private readonly ConnectionEnd _end;
    private readonly WireTap _tap;
    private readonly Work _pump;
    private readonly int _messageBytes;
    private readonly int _window;
    private bool _isComplete;

    /// <param name="end">The end of the connection.</param>
    /// <param name="scheduler">Runs its pump.</param>
    /// <param name="messageBytes">The size up to which frames are combined into a message.</param>
    /// <param name="window">The number of messages that may be in flight, 1 or more.</param>
    /// <param name="tap">Observes the traffic.</param>
    public SimulatedDataLink(ConnectionEnd end, Scheduler scheduler, int messageBytes, int window, WireTap tap)
    {
        (_end, _messageBytes, _window, _tap) = (end, messageBytes, window, tap);
        _pump = new Work(scheduler, end.Process, Pump);
        end.OnTaken = _pump.Wake;
    }

    /// <summary>Passes what arrives to a receiver from now on.</summary>
    public void ReceiveBy(IDataReceiver receiver)
    {
        _end.OnMessage = bytes => Receive(FrameMessage.Read(new ReadOnlySequence<byte>(bytes)), receiver);
        _end.OnOver = receiver.OnOver;
    }

    public void Send(Frame frame)
    {
        if (_isComplete || !_frames.Writer.TryWrite(frame))
        {
            frame.Release();
            return;
        }

        _tap.Waits(_end, _frames.Reader.Count);
        _pump.Wake();
    }

    public void Complete()
    {
        _isComplete = true;
        _pump.Wake();
    }

    public void Cancel() => End("it was cancelled, or the connection broke", new OperationCanceledException("Simulated: the call was cancelled."));

    private void End(string reason, Exception cause)
    {
        _isComplete = true;
        _end.ResetPeer($"Cancelled: {reason}", cause);
        _end.Reset(reason, cause);
    }

    private void Receive(FrameMessage message, IDataReceiver receiver)
    {
        try
        {
            foreach (var frame in message.Frames) receiver.OnFrame(frame);
            if (message.Damage is { } damage) End(damage.Message, damage);
        }
        catch (InvalidDataException e)
        {
            End(e.Message, e);
        }
    }

    private bool Pump()
    {
        if (_end.IsOver || _end.Peer.Coming >= _window) return false;
        if (!_message.TryFill(_frames.Reader, _messageBytes))
        {
            if (_isComplete) _end.Complete();
            return false;
        }

        foreach (var frame in _message.Frames) _tap.Sent(_end, frame);
        var bytes = new ArrayBufferWriter<byte>();
        _message.Write(bytes);
        _end.Send(bytes.WrittenSpan.ToArray());
        return true;
    }
}
