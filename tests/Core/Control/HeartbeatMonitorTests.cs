using Millrace.Core.Control;

namespace Millrace.Core.Tests.Control;

public sealed class HeartbeatMonitorTests
{
    private readonly HeartbeatMonitor _monitor = new(3);

    public HeartbeatMonitorTests()
    {
        _monitor.Watch("b");
        _monitor.Watch("a");
    }

    [Fact]
    public void Who_leaves_as_many_heartbeats_as_the_limit_unanswered_is_lost_once()
    {
        Assert.Empty(_monitor.Beat());
        Assert.Empty(_monitor.Beat());
        Assert.Equal(["a", "b"], _monitor.Beat());
        Assert.Empty(_monitor.Beat());
        Assert.True(_monitor.IsLost("a"));
    }

    [Fact]
    public void An_answer_begins_the_count_again()
    {
        for (var i = 0; i < 10; i++)
        {
            _monitor.Beat();
            Assert.False(_monitor.Answered("a"));
        }

        Assert.Equal((false, true), (_monitor.IsLost("a"), _monitor.IsLost("b")));
    }

    [Fact]
    public void Who_was_lost_is_back_with_an_answer()
    {
        for (var i = 0; i < 5; i++) _monitor.Beat();
        Assert.True(_monitor.Answered("a"));
        Assert.False(_monitor.Answered("a"));
        Assert.False(_monitor.IsLost("a"));
    }

    [Fact]
    public void Strangers_do_not_count() => Assert.False(_monitor.Answered("c"));

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 3, 4)]
    [InlineData(1, 10, 1)]
    public void The_limit_covers_the_timeout(int timeout, int interval, int limit) =>
        Assert.Equal(limit, HeartbeatMonitor.LimitFor(TimeSpan.FromSeconds(timeout), TimeSpan.FromSeconds(interval)));
}
