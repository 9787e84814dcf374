using Millrace.Core.Metrics;

namespace Millrace.Core.Tests.Metrics;

public sealed class ActivityTimesTests
{
    [Fact]
    public void Time_goes_to_the_activity_at_hand_and_what_has_passed_since_it_began_counts()
    {
        var clock = new Clock();
        var times = new ActivityTimes(clock);
        clock.Seconds = 1;
        times.Enter(TaskActivity.Busy);
        clock.Seconds = 3;
        Assert.Equal((1, 2, 0), Of(times));
        times.Enter(TaskActivity.Backpressured);
        times.Enter(TaskActivity.Backpressured);
        clock.Seconds = 7;
        times.Enter(TaskActivity.Busy);
        clock.Seconds = 8;
        Assert.Equal((1, 3, 4), Of(times));
    }

    private static (double Idle, double Busy, double Backpressured) Of(ActivityTimes times) =>
        (times.Of(TaskActivity.Idle).TotalSeconds, times.Of(TaskActivity.Busy).TotalSeconds, times.Of(TaskActivity.Backpressured).TotalSeconds);

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Seconds * 1000;
    }
}
