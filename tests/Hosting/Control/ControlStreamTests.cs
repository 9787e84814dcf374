using Microsoft.Extensions.Time.Testing;
using Millrace.Hosting.Control;

namespace Millrace.Hosting.Tests.Control;

public sealed class ControlStreamTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLink _link = new();
    private readonly List<string> _received = [];
    private readonly List<string> _over = [];

    [Fact]
    public void Messages_go_out_and_come_in_in_order()
    {
        var stream = Create();
        for (var i = 0; i < 100; i++) stream.Send($"out {i}");
        for (var i = 0; i < 100; i++) stream.Receive($"in {i}");
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"out {i}"), _link.Sent);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"in {i}"), _received);
        Assert.Empty(_over);
    }

    [Fact]
    public void Signs_of_life_go_out_each_interval_though_nothing_comes_in_and_silence_ends_it_at_the_limit()
    {
        Create();
        for (var i = 1; i <= 7; i++)
        {
            _time.Advance(Interval);
            Assert.Equal(Enumerable.Repeat("beat", i), _link.Sent);
        }

        Assert.Empty(_over);
        _time.Advance(Interval);
        Assert.Contains("nothing was received from the other side for 2 s", Assert.Single(_over), StringComparison.Ordinal);
        Assert.Equal(_over[0], _link.Closed);
    }

    [Fact]
    public void Whatever_comes_in_is_a_sign_of_life()
    {
        var stream = Create();
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(Interval);
            if (i % 6 == 0) stream.Receive("something");
        }

        Assert.Empty(_over);
        stream.End("enough");
        Assert.Equal("enough", Assert.Single(_over));
    }

    [Fact]
    public void Who_reads_too_slowly_is_given_up_and_what_is_sent_or_received_then_is_dropped()
    {
        _link.Limit = 10;
        var stream = Create();
        for (var i = 0; i < 1000; i++) stream.Send("more");
        stream.Receive("late");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("20000 messages were waiting", Assert.Single(_over), StringComparison.Ordinal);
        Assert.Equal(10, _link.Sent.Count);
        Assert.Empty(_received);
    }

    [Fact]
    public void That_its_own_process_stood_still_is_known_whichever_comes_first_and_is_over_after_the_silence_limit()
    {
        var late = new LateTime();
        var stream = Create(time: late);
        for (var i = 0; i < 3; i++)
        {
            late.Pass(TimeSpan.FromSeconds(0.9));
            Assert.False(stream.StoodStill);
            late.Tick();
        }

        late.Pass(TimeSpan.FromSeconds(1.1));
        Assert.True(stream.StoodStill);
        late.Tick();
        Assert.True(stream.StoodStill);
        for (var i = 0; i < 4; i++)
        {
            late.Pass(TimeSpan.FromSeconds(0.5));
            late.Tick();
            stream.Receive("something");
            Assert.True(stream.StoodStill);
        }

        late.Pass(TimeSpan.FromSeconds(0.1));
        Assert.False(stream.StoodStill);
        Assert.Empty(_over);
    }

    private ControlStream<string, string> Create(TimeProvider? time = null) =>
        new(_link, new ControlStreamOptions(Interval, TimeSpan.FromSeconds(2)), time ?? _time, static () => ["beat"], _received.Add, _over.Add);

    /// <summary>A clock whose timer runs when the test says so, however late.</summary>
    private sealed class LateTime : TimeProvider
    {
        private TimerCallback? _callback;
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return new FakeTimeProvider().CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Pass(TimeSpan time) => _now += time.Ticks;

        public void Tick() => _callback!(null);
    }

    private sealed class RecordedLink : IControlLink<string>
    {
        public int Limit { get; set; } = int.MaxValue;

        public List<string> Sent { get; } = [];

        public string? Closed { get; private set; }

        public bool TrySend(string message)
        {
            if (Sent.Count >= Limit) return false;
            Sent.Add(message);
            return true;
        }

        public void Close(string reason) => Closed ??= reason;
    }
}
