namespace Millrace.JobManager.Tests;

public sealed class JobSettingsTests
{
    [Theory]
    [InlineData("never", null)]
    [InlineData("1ms", 1)]
    [InlineData("10s", 10_000)]
    public void Checkpoints_stay_aligned_unless_a_time_is_given(string value, int? milliseconds)
    {
        Assert.Null(new JobMasterOptions().AlignmentTimeout);
        var options = new JobMasterOptions { AlignmentTimeout = TimeSpan.FromHours(1) };
        TimeSpan? expected = milliseconds is { } given ? TimeSpan.FromMilliseconds(given) : null;
        Assert.Equal(expected, JobSettings.Apply(options, "checkpoint.alignment-timeout", value).AlignmentTimeout);
    }

    [Fact]
    public void Records_in_flight_have_a_limit() => Assert.Equal(4096, JobSettings.Apply(new JobMasterOptions(), "checkpoint.in-flight-limit", "4096").InFlightLimit);

    [Theory]
    [InlineData("checkpoint.alignment-timeout", "0s")]
    [InlineData("checkpoint.alignment-timeout", "always")]
    [InlineData("checkpoint.in-flight-limit", "1023")]
    [InlineData("checkpoint.in-flight-limit", "1073741825")]
    public void What_is_out_of_range_is_refused(string key, string value) =>
        Assert.StartsWith(key, Assert.Throws<InvalidJobException>(() => JobSettings.Apply(new JobMasterOptions(), key, value)).Message, StringComparison.Ordinal);
}
