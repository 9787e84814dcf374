using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange.Remote;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Tests.Exchange;

/// <summary>A data call in which a write fails before the peer has reported why.</summary>
public sealed class GrpcDataLinkTests : IDataReceiver
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly BrokenCall _call = new();

    [Fact]
    public async Task The_reason_that_the_peer_gives_counts_and_not_the_write_that_failed_first()
    {
        var running = Run();
        _call.Answer.SetException(new RpcException(new Status(StatusCode.FailedPrecondition, "This is another task manager.")));
        Assert.Equal("FailedPrecondition: This is another task manager.", (await running).Reason);
    }

    [Fact]
    public async Task A_peer_that_gives_none_is_not_waited_for_without_end()
    {
        var running = Run();
        Assert.False(running.IsCompleted);
        _time.Advance(s_limit);
        Assert.Equal("it was cancelled, or the connection broke", (await running).Reason);
    }

    void IDataReceiver.OnFrame(Frame frame) => frame.Release();

    void IDataReceiver.OnOver(string reason, Exception? cause) { }

    /// <summary>The write fails in flight: a frame is already waiting, and the link looks at it before it starts to receive.</summary>
    private Task<(string Reason, Exception? Cause)> Run()
    {
        var link = new GrpcDataLink(s_limit, _time);
        link.Send(ControlFrames.Write(new WatermarkElement(1), new ChannelAddress(0, 0, 0, 1, 1)));
        return link.Run(_call, _call, 1000, this);
    }

    private sealed class BrokenCall : IAsyncStreamWriter<FrameMessage>, IAsyncStreamReader<FrameMessage>
    {
        public TaskCompletionSource<bool> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WriteOptions? WriteOptions { get; set; }

        public FrameMessage Current => throw new NotSupportedException();

        public Task WriteAsync(FrameMessage message) => Task.FromException(new RpcException(new Status(StatusCode.Cancelled, "The call is complete.")));

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Answer.Task.WaitAsync(cancellationToken);
    }
}
