using Millrace.Core.Graph;
using Millrace.Runtime.Exchange.Remote;

namespace Millrace.Testing.Attempts;

/// <summary>Creates the two ends of a channel between processes, directly connected: what one sends, the other has at once.</summary>
internal static class RemoteEnds
{
    /// <summary>So small that batches are split, and records too.</summary>
    private static readonly FrameLimits s_limits = new(FrameBytes: 128);

    /// <param name="edge">The edge.</param>
    /// <param name="from">The producing subtask.</param>
    /// <param name="to">The consuming subtask.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="format">The format of the edge's batches.</param>
    /// <param name="window">The number of frames that may be in flight.</param>
    public static (RemoteOutput Output, RemoteInput Input) Create(JobEdge edge, int from, int to, int attempt, BatchFormat format, int window)
    {
        var address = new ChannelAddress(edge.Index, from, to, attempt, attempt);
        var output = new RemoteOutput(address, format.CreateWriter(s_limits, $"subtask {from} to {to} of edge {edge.Index}"), static e => throw e);
        var input = new RemoteInput(address, format.CreateReader(), s_limits, window, static e => throw e);
        input.Open(new ToProducer(output, new ToConsumer(input)));
        return (output, input);
    }

    private sealed class ToConsumer(RemoteInput input) : IFrameLink
    {
        public void Send(Frame frame) => input.OnFrame(frame.Header, frame);
    }

    private sealed class ToProducer(RemoteOutput output, ToConsumer back) : IFrameLink
    {
        public void Send(Frame frame)
        {
            var credit = ControlFrames.ReadCredit(frame);
            frame.Release();
            output.OnCredit(back, credit);
        }
    }
}
