using System.Buffers;
using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Network;

/// <summary>One end of a control stream over a simulated connection: each message passes through its codec, as bytes.</summary>
/// <typeparam name="TIn">The messages received.</typeparam>
/// <typeparam name="TOut">The messages sent.</typeparam>
internal sealed class SimulatedControlLink<TIn, TOut> : IControlLink<TOut>
    where TIn : class
    where TOut : class
{
    private readonly ConnectionEnd _end;
    private readonly ControlCodec<TOut> _codec;
    private readonly WireTap _tap;
    private bool _isClosed;

    public SimulatedControlLink(ConnectionEnd end, ControlCodec<TIn> incoming, ControlCodec<TOut> outgoing, WireTap tap)
    {
        (_end, _codec, _tap) = (end, outgoing, tap);
        end.OnMessage = bytes => Receive(incoming.Read(new ReadOnlySequence<byte>(bytes)));
        end.OnOver = (reason, _) => Over(reason);
    }

    /// <summary>Called for each message.</summary>
    public Action<TIn> OnMessage { get; set; } = static _ => { };

    /// <summary>Called once with the reason when the connection has ended.</summary>
    public Action<string> OnOver { get; set; } = static _ => { };

    public bool TrySend(TOut message)
    {
        if (_isClosed) return true;
        if (_end.Peer.Coming >= ControlStreamOptions.QueueLimit) return false;
        var bytes = new ArrayBufferWriter<byte>();
        _codec.Write(message, bytes);
        _tap.Sent(_end, message, bytes.WrittenSpan);
        _end.Send(bytes.WrittenSpan.ToArray());
        return true;
    }

    public void Close(string reason)
    {
        if (_isClosed) return;
        _isClosed = true;
        _end.ResetPeer("the other side ended it", null);
        _end.Reset(reason, null);
    }

    private void Receive(TIn message)
    {
        if (_isClosed) return;
        _tap.Received(_end, message);
        OnMessage(message);
    }

    private void Over(string reason)
    {
        _isClosed = true;
        OnOver(reason);
    }
}
