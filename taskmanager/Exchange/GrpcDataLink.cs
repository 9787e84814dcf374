using System.Threading.Channels;
using Grpc.Core;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>An end of a data call over gRPC: what waits to be sent, no more than was granted and control elements, and one loop that receives.</summary>
/// <param name="reasonLimit">After a write has failed, the other direction of the call has so long to say why.</param>
/// <param name="time">The clock; null for the system's.</param>
internal sealed class GrpcDataLink(TimeSpan reasonLimit, TimeProvider? time = null) : IDataLink
{
    private readonly Channel<Frame> _frames = System.Threading.Channels.Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _cancel = new(Timeout.InfiniteTimeSpan, time ?? TimeProvider.System);

    /// <summary>Cancelled when the call is to end.</summary>
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

    /// <summary>Sends what comes and receives, until the other side ends the call or it is cancelled.</summary>
    /// <param name="incoming">Where messages come from.</param>
    /// <param name="outgoing">Where they go.</param>
    /// <param name="messageBytes">How much a message gathers.</param>
    /// <param name="receiver">Told what comes.</param>
    /// <returns>Why it is over.</returns>
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

            return ("it was ended there", null);
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
            // The other direction says why, unless it is cancelled first.
            Complete();
            _cancel.CancelAfter(reasonLimit);
        }
    }
}
