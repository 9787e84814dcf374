using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

public sealed class CheckpointTimesTests
{
    private readonly VirtualTime _time = new();
    private readonly CheckpointTimes _times;

    public CheckpointTimesTests() => _times = new CheckpointTimes(new Scheduler(new Random(1), _time), TimeSpan.FromSeconds(20), static () => -1);

    [Fact]
    public void A_checkpoint_that_times_out_where_nothing_fails_is_a_breach()
    {
        _times.Triggered("job", 1);
        _time.Advance(TimeSpan.FromSeconds(20));
        _times.Aborted("job", 1);
        Assert.NotNull(_times.Breach);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(15, true)]
    public void Where_records_move_all_the_time_a_barrier_may_wait_behind_them(int seconds, bool isBreach)
    {
        _times.Triggered("job", 1);
        for (var half = 0; half < 2 * seconds; half++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            _times.Moved();
        }

        _time.Advance(TimeSpan.FromSeconds(20 - seconds));
        _times.Aborted("job", 1);
        Assert.Equal(isBreach, _times.Breach is not null);
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(2, true)]
    public void A_failure_that_waited_in_a_mailbox_may_abort_one_that_was_triggered_after_it(double seconds, bool isBreach)
    {
        _times.Failed("job");
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _times.Triggered("job", 1);
        _times.Aborted("job", 1);
        Assert.Equal(isBreach, _times.Breach is not null);
    }

    [Fact]
    public void One_that_is_aborted_before_its_time_is_a_breach_however_records_move()
    {
        _times.Triggered("job", 1);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        _times.Moved();
        _times.Aborted("job", 1);
        Assert.NotNull(_times.Breach);
    }
}
