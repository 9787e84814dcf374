using Millrace.Core.Control;
using Millrace.Core.Jobs;

namespace Millrace.Core.Tests.Jobs;

public sealed class RestartHistoryTests
{
    private static readonly RestartPolicy Steady = RestartPolicy.ExponentialBackoff(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), multiplier: 2, jitter: 0, userRestarts: 3);

    private static readonly JobFailure User = new(FailureDomain.User, "map", "it threw", "");
    private static readonly JobFailure External = User with { Domain = FailureDomain.External };
    private static readonly JobFailure Engine = User with { Domain = FailureDomain.Engine };

    [Fact]
    public void Delays_grow_to_the_longest() =>
        Assert.Equal([100, 200, 400, 800, 1000, 1000], Delays(Steady, External, 6));

    [Fact]
    public void A_fixed_delay_stays() =>
        Assert.Equal([50, 50, 50], Delays(RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(50)), External, 3));

    [Fact]
    public void User_failures_are_limited_and_others_are_not()
    {
        Assert.Equal([100, 200, 400, null], Delays(Steady, User, 4));
        Assert.DoesNotContain(null, Delays(Steady, External, 1000));
        Assert.DoesNotContain(null, Delays(Steady, Engine, 1000));
    }

    [Fact]
    public void Failures_of_others_do_not_use_up_the_restarts_of_user_failures()
    {
        var history = RestartHistory.Empty;
        for (var i = 0; i < 50; i++) history = history.Add(External, TimeSpan.Zero, Steady);
        history = history.Add(User, TimeSpan.Zero, Steady);
        Assert.Equal(TimeSpan.FromMilliseconds(100), history.NextDelay(User, Steady, 0.5));
    }

    [Fact]
    public void The_count_begins_again_after_a_quiet_time()
    {
        var history = new RestartHistory(3, 3).Add(User, Steady.ResetAfter - TimeSpan.FromTicks(1), Steady);
        Assert.Null(history.NextDelay(User, Steady, 0.5));
        history = new RestartHistory(3, 3).Add(User, Steady.ResetAfter, Steady);
        Assert.Equal(TimeSpan.FromMilliseconds(100), history.NextDelay(User, Steady, 0.5));
    }

    [Fact]
    public void Nothing_is_tried_again_without_a_policy_or_a_chance()
    {
        Assert.Equal([null], Delays(RestartPolicy.None, External, 1));
        Assert.Equal([null], Delays(Steady, External with { CanRetry = false }, 1));
    }

    [Theory]
    [InlineData(0, 90)]
    [InlineData(0.5, 100)]
    [InlineData(1, 110)]
    public void A_delay_varies_by_its_jitter(double random, double milliseconds) => Assert.Equal(
        milliseconds, RestartHistory.Empty.Add(User, TimeSpan.Zero, RestartPolicy.Default).NextDelay(User, RestartPolicy.Default, random)!.Value.TotalMilliseconds, 6);

    [Fact]
    public void A_policy_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RestartPolicy.FixedDelay(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestartPolicy.ExponentialBackoff(multiplier: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestartPolicy.ExponentialBackoff(jitter: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => RestartPolicy.ExponentialBackoff(TimeSpan.FromMinutes(1)));
    }

    private static List<double?> Delays(RestartPolicy policy, JobFailure failure, int failures)
    {
        var (history, delays) = (RestartHistory.Empty, new List<double?>());
        for (var i = 0; i < failures; i++)
        {
            history = history.Add(failure, TimeSpan.Zero, policy);
            delays.Add(history.NextDelay(failure, policy, 0.5)?.TotalMilliseconds);
        }

        return delays;
    }
}
