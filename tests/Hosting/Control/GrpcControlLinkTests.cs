using System.Threading.Channels;
using Grpc.Core;
using Millrace.Hosting.Control;

namespace Millrace.Hosting.Tests.Control;

public sealed class GrpcControlLinkTests
{
    private readonly Pipe _incoming = new();
    private readonly Pipe _outgoing = new();
    private readonly List<string> _received = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_go_out_and_come_in_in_order_and_the_end_of_the_call_is_its_own()
    {
        var link = new GrpcControlLink<string, string>(1000);
        for (var i = 0; i < 100; i++) Assert.True(link.TrySend($"out {i}"));
        for (var i = 0; i < 100; i++) _incoming.Write($"in {i}");
        var over = link.RunAsync(_incoming, _outgoing, _received.Add);
        for (var i = 0; i < 100; i++) Assert.Equal($"out {i}", await _outgoing.Read());
        _incoming.Complete();
        Assert.Contains("ended it", await over, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"in {i}"), _received);
    }

    [Fact]
    public void More_than_may_wait_is_refused_and_what_comes_after_its_end_is_dropped()
    {
        var link = new GrpcControlLink<string, string>(10);
        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => link.TrySend("more")));
        link.Close("enough");
        Assert.True(link.TrySend("dropped"));
    }

    [Fact]
    public async Task A_failed_connection_an_unreadable_message_and_a_defect_of_the_receiver_end_it_with_their_reason()
    {
        _incoming.Complete(new RpcException(new Status(StatusCode.Unavailable, "the wire is cut")));
        Assert.Equal("the wire is cut", await new GrpcControlLink<string, string>(1).RunAsync(_incoming, _outgoing, _received.Add));
        var other = new Pipe();
        other.Complete(new System.Text.Json.JsonException("no message"));
        Assert.Contains("no message", await new GrpcControlLink<string, string>(1).RunAsync(other, _outgoing, _received.Add), StringComparison.Ordinal);
        var third = new Pipe();
        third.Write("bad");
        Assert.Contains("no such thing", await new GrpcControlLink<string, string>(1).RunAsync(third, _outgoing, static _ => throw new NotSupportedException("no such thing")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_it_does_not_wait_for_a_stuck_write()
    {
        var link = new GrpcControlLink<string, string>(10);
        link.TrySend("never read");
        var over = link.RunAsync(_incoming, new Pipe(isStuck: true), _received.Add);
        link.Close("this process is stopping");
        link.Close("another reason");
        Assert.Equal("this process is stopping", await over);
    }

    private sealed class Pipe(bool isStuck = false) : IAsyncStreamReader<string>, IAsyncStreamWriter<string>
    {
        private readonly Channel<string> _channel = Channel.CreateUnbounded<string>();

        public string Current { get; private set; } = "";

        public WriteOptions? WriteOptions { get; set; }

        public void Write(string message) => _channel.Writer.TryWrite(message);

        public void Complete(Exception? e = null) => _channel.Writer.TryComplete(e);

        public async Task<string> Read() => await _channel.Reader.ReadAsync(Cancelled);

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await _channel.Reader.WaitToReadAsync(cancellationToken)) return false;
            Current = await _channel.Reader.ReadAsync(cancellationToken);
            return true;
        }

        public Task WriteAsync(string message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(string message, CancellationToken cancellationToken)
        {
            if (isStuck) await Task.Delay(Timeout.Infinite, cancellationToken);
            await _channel.Writer.WriteAsync(message, cancellationToken);
        }
    }
}
