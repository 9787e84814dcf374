using Microsoft.Extensions.Time.Testing;
using Millrace.Runtime.Operators.Sources;

namespace Millrace.Runtime.Tests.Operators.Sources;

public sealed class RateLimiterTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void So_many_records_a_second_are_let_through()
    {
        var limiter = new RateLimiter(20, _time);
        var taken = 0;
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            while (limiter.HasRoom)
            {
                limiter.Take();
                taken++;
            }
        }

        Assert.InRange(taken, 199, 201);
    }

    /// <summary>A rate of one record per several centuries used to request a wait longer than a timer's maximum, which killed the task.</summary>
    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-300)]
    [InlineData(5)]
    [InlineData(1e300)]
    public void The_wait_is_one_that_a_timer_can_have(double rate)
    {
        var limiter = new RateLimiter(rate, _time);
        Assert.False(limiter.HasRoom);
        Assert.InRange(limiter.Wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }
}
