using CsCheck;

namespace Millrace.Core.Tests.Jobs;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1ms", 1)]
    [InlineData("1.5ms", 1.5)]
    [InlineData("1.5s", 1500)]
    [InlineData(".5s", 500)]
    [InlineData("0.001s", 1)]
    [InlineData("2m", 120_000)]
    [InlineData("0.25h", 900_000)]
    [InlineData("1000h", 3_600_000_000)]
    public void A_duration_is_a_number_and_a_unit(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("ms")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData(" 5s")]
    [InlineData("5S")]
    [InlineData("5d")]
    [InlineData("5sm")]
    [InlineData("5mss")]
    [InlineData("5s5ms")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("NaNs")]
    [InlineData("∞s")]
    [InlineData("٣s")]
    public void What_is_none_is_refused_with_an_example(string text) =>
        Assert.Contains("such as 500ms or 1.5s", Assert.Throws<FormatException>(() => Durations.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0ms")]
    [InlineData("0h")]
    [InlineData("0.9ms")]
    [InlineData("1000.1h")]
    [InlineData("99999999999999999999h")]
    public void What_is_too_short_or_too_long_is_refused_with_the_range(string text) =>
        Assert.Contains("1ms to 1000h", Assert.Throws<FormatException>(() => Durations.Parse(text)).Message, StringComparison.Ordinal);

    /// <summary>A timer takes up to 49 days; a longer interval used to kill the job.</summary>
    [Fact]
    public void A_timer_takes_the_longest() => TimeProvider.System.CreateTimer(_ => { }, null, Durations.Longest, Timeout.InfiniteTimeSpan).Dispose();

    [Fact]
    public void Whatever_is_given_it_is_a_duration_or_refused() => Gen.String[Gen.Char["0123456789.msh-e "], 0, 8].Sample(text =>
    {
        try
        {
            Assert.InRange(Durations.Parse(text), Durations.Shortest, Durations.Longest);
        }
        catch (FormatException)
        {
        }
    });
}
