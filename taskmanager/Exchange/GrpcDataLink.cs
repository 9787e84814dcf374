using System.Threading.Channels;
using Grpc.Core;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>An end of a data call over gRPC: a queue of granted frames and control elements to send, and one receive loop.</summary>
/// <param name="reasonLimit">How long the other direction of the call has to tell the reason after a write has failed.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class GrpcDataLink(TimeSpan reasonLimit, TimeProvider? time = null) : IDataLink
{
    private readonly Channel<Frame> _frames = System.Threading.Channels.Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _cancel = new(Timeout.InfiniteTimeSpan, time ?? TimeProvider.System);

    /// <summary>Canceled when the call should end.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    public void Send(Frame frame)
    {
        if (!_frames.Writer.TryWrite(frame)) frame.Release();
    }

    public void Complete() => _frames.Writer.TryComplete();

    public void Cancel()
    {
        Complete();
        _cancel.Cancel();
    }

    /// <summary>Sends and receives until the other side ends the call or it is canceled.</summary>
    /// <param name="incoming">The incoming messages.</param>
    /// <param name="outgoing">Takes the outgoing messages.</param>
    /// <param name="messageBytes">Up to how many bytes of waiting frames a message gathers.</param>
    /// <param name="receiver">Takes the incoming frames.</param>
    /// <returns>The reason why it ended.</returns>
    public async Task<(string Reason, Exception? Cause)> Run(
        IAsyncStreamReader<FrameMessage> incoming, IAsyncStreamWriter<FrameMessage> outgoing, int messageBytes, IDataReceiver receiver)
    {
        var sending = Pump(outgoing, messageBytes);
        var over = await Receive(incoming, receiver);
        Cancel();
        await sending;
        return over;
    }

    private async Task<(string Reason, Exception? Cause)> Receive(IAsyncStreamReader<FrameMessage> incoming, IDataReceiver receiver)
    {
        try
        {
            while (await incoming.MoveNext(_cancel.Token))
            {
                foreach (var frame in incoming.Current.Frames) receiver.OnFrame(frame);
                if (incoming.Current.Damage is { } damage) return (damage.Message, damage);
            }

            return ("the other side ended it", null);
        }
        catch (RpcException e)
        {
            return ($"{e.Status.StatusCode}: {e.Status.Detail}", e);
        }
        catch (OperationCanceledException e)
        {
            return ("it was cancelled, or the connection broke", e);
        }
        catch (Exception e)
        {
            return (e.Message, e);
        }
    }

    private async Task Pump(IAsyncStreamWriter<FrameMessage> outgoing, int messageBytes)
    {
        var message = new FrameMessage();
        try
        {
            while (await _frames.Reader.WaitToReadAsync())
            {
                while (message.TryFill(_frames.Reader, messageBytes)) await outgoing.WriteAsync(message);
            }

            if (outgoing is IClientStreamWriter<FrameMessage> client) await client.CompleteAsync();
        }
        catch (Exception)
        {
            // The other direction tells the reason, unless it is canceled first.
            Complete();
            _cancel.CancelAfter(reasonLimit);
        }
    }
}
