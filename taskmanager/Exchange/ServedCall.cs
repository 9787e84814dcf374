using Millrace.Runtime.Exchange.Remote;

namespace Millrace.TaskManager.Exchange;

/// <summary>The producing side of a data call: while it lasts, frames are sent as its consumer grants them.</summary>
/// <param name="header">The call's header.</param>
/// <param name="sent">The producers' ends of channels.</param>
/// <param name="link">The link to the consumer.</param>
internal sealed class ServedCall(DataCallHeader header, SentChannels sent, IDataLink link) : IDataReceiver
{
    public void OnFrame(Frame frame)
    {
        ChannelAddress channel;
        int credit;
        try
        {
            (channel, credit) = (frame.Header.Channel, ControlFrames.ReadCredit(frame));
        }
        finally
        {
            frame.Release();
        }

        sent.OnCredit(header.Job, channel, credit, link);
    }

    public void OnOver(string reason, Exception? cause)
    {
        link.Complete();
        sent.OnLost(link, new IOException($"The data call of task manager {header.Consumer} was lost: {reason}", cause));
    }
}
