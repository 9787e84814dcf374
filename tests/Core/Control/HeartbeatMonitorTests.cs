using Millrace.Core.Control;

namespace Millrace.Core.Tests.Control;

public sealed class HeartbeatMonitorTests
{
    private readonly HeartbeatMonitor _monitor = new(3);

    [Fact]
    public void Who_leaves_as_many_heartbeats_as_the_limit_unanswered_is_lost()
    {
        Assert.False(_monitor.Beat());
        Assert.False(_monitor.Beat());
        Assert.True(_monitor.Beat());
        Assert.True(_monitor.Beat());
    }

    [Fact]
    public void An_answer_begins_the_count_again()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.False(_monitor.Beat());
            Assert.False(_monitor.Beat());
            _monitor.Answered();
        }
    }

    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 3, 4)]
    [InlineData(1, 10, 1)]
    public void The_limit_covers_the_timeout(int timeout, int interval, int limit) =>
        Assert.Equal(limit, HeartbeatMonitor.LimitFor(TimeSpan.FromSeconds(timeout), TimeSpan.FromSeconds(interval)));
}
