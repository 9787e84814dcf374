using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Millrace.Hosting.Control;

namespace Millrace.Hosting.Tests.Control;

public sealed class ControlStreamTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _incoming = new();
    private readonly Pipe _outgoing = new();
    private readonly List<string> _received = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_go_out_and_come_in_in_order()
    {
        var stream = Create();
        for (var i = 0; i < 100; i++) stream.Send($"out {i}");
        for (var i = 0; i < 100; i++) _incoming.Write($"in {i}");
        var over = stream.RunAsync(_incoming, _outgoing, _received.Add, Cancelled);
        for (var i = 0; i < 100; i++) Assert.Equal($"out {i}", await _outgoing.Read());
        _incoming.Complete();
        Assert.Contains("ended it", await over, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"in {i}"), _received);
    }

    [Fact]
    public async Task Signs_of_life_go_out_each_interval_though_nothing_comes_in_and_silence_ends_it_at_the_limit()
    {
        var stream = Create();
        var over = stream.RunAsync(_incoming, _outgoing, _received.Add, Cancelled);
        for (var i = 0; i < 7; i++)
        {
            _time.Advance(Interval);
            Assert.Equal("beat", await _outgoing.Read());
        }

        Assert.False(over.IsCompleted);
        _time.Advance(Interval);
        Assert.Contains("nothing came from the other side for 2 s", await over, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_comes_in_is_a_sign_of_life()
    {
        var stream = Create();
        var heard = new SemaphoreSlim(0);
        var over = stream.RunAsync(_incoming, _outgoing, _ => heard.Release(), Cancelled);
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(Interval);
            if (i % 6 == 0)
            {
                _incoming.Write("something");
                await heard.WaitAsync(Cancelled);
            }
        }

        Assert.False(over.IsCompleted);
        stream.End("enough");
        Assert.Equal("enough", await over);
    }

    [Fact]
    public async Task Who_reads_too_slowly_is_given_up_and_what_is_sent_then_is_dropped()
    {
        var stream = Create(queue: 10);
        for (var i = 0; i < 1000; i++) stream.Send("more");
        Assert.Contains("10 messages waited", await stream.RunAsync(_incoming, _outgoing, _received.Add, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_connection_and_an_unreadable_message_end_it_with_their_reason()
    {
        _incoming.Complete(new RpcException(new Status(StatusCode.Unavailable, "the wire is cut")));
        Assert.Equal("the wire is cut", await Create().RunAsync(_incoming, _outgoing, _received.Add, Cancelled));
        var other = new Pipe();
        other.Complete(new System.Text.Json.JsonException("no message"));
        Assert.Contains("no message", await Create().RunAsync(other, _outgoing, _received.Add, Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_process_and_a_stuck_write_does_not_hold_it()
    {
        using var process = new CancellationTokenSource();
        var stuck = new Pipe(isStuck: true);
        var stream = Create();
        stream.Send("never read");
        var over = stream.RunAsync(_incoming, stuck, _received.Add, process.Token);
        await process.CancelAsync();
        Assert.Equal("this process stops", await over);
    }

    private ControlStream<string, string> Create(int queue = 1000) =>
        new(new ControlStreamOptions(Interval, TimeSpan.FromSeconds(2), queue), _time, static () => ["beat"]);

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
