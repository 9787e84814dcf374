using System.Threading.Channels;
using Grpc.Core;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>What waits for a data call to carry it: no more than was granted, and control elements.</summary>
internal sealed class FrameLink : IFrameLink
{
    private readonly Channel<Frame> _frames = System.Threading.Channels.Channel.CreateUnbounded<Frame>(new UnboundedChannelOptions { SingleReader = true });

    public void Send(Frame frame)
    {
        if (!_frames.Writer.TryWrite(frame)) frame.Release();
    }

    /// <summary>Nothing more is sent.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Sends what comes until nothing more does.</summary>
    /// <param name="stream">The call's stream in this direction.</param>
    /// <param name="messageBytes">How much a message gathers.</param>
    /// <param name="onBroken">Called when the stream takes nothing more.</param>
    public async Task Pump(IAsyncStreamWriter<FrameMessage> stream, int messageBytes, Action onBroken)
    {
        var message = new FrameMessage();
        try
        {
            while (await _frames.Reader.WaitToReadAsync())
            {
                while (message.TryFill(_frames.Reader, messageBytes)) await stream.WriteAsync(message);
            }

            if (stream is IClientStreamWriter<FrameMessage> client) await client.CompleteAsync();
        }
        catch (Exception)
        {
            // Why is what the other direction of the call says.
            Complete();
            onBroken();
        }
    }
}
