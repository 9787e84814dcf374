using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Configuration;
using Millrace.JobManager.Composition;

namespace Millrace.JobManager.Tests.Composition;

public sealed class JobManagerOptionsTests
{
    [Fact]
    public void Without_settings_jobs_have_their_own_defaults() =>
        Assert.Equal(new JobMasterOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(250) }, Read().JobDefaults());

    [Fact]
    public void Settings_reach_the_jobs_that_set_nothing_else()
    {
        var options = Read(
            ("CheckpointInterval", "00:00:01"),
            ("CheckpointTimeout", "00:00:02"),
            ("CheckpointAlignmentTimeout", "00:00:03"),
            ("CheckpointInFlightLimit", "4096"),
            ("RetainedCheckpoints", "4"),
            ("TolerableFailedCheckpoints", "5"),
            ("StartTimeout", "00:00:06"),
            ("SlotTimeout", "00:00:07"),
            ("EndTimeout", "00:00:08"),
            ("StoreTimeout", "00:00:09"),
            ("HeartbeatInterval", "00:00:00.010"),
            ("AlignmentInterval", "00:00:00.011"));
        var expected = new JobMasterOptions
        {
            CheckpointInterval = TimeSpan.FromSeconds(1),
            CheckpointTimeout = TimeSpan.FromSeconds(2),
            AlignmentTimeout = TimeSpan.FromSeconds(3),
            InFlightLimit = 4096,
            Retain = 4,
            TolerableFailedCheckpoints = 5,
            StartTimeout = TimeSpan.FromSeconds(6),
            SlotTimeout = TimeSpan.FromSeconds(7),
            EndTimeout = TimeSpan.FromSeconds(8),
            StoreTimeout = TimeSpan.FromSeconds(9),
            HeartbeatInterval = TimeSpan.FromMilliseconds(10),
            AlignmentInterval = TimeSpan.FromMilliseconds(11),
        };
        Assert.Equal(expected, options.JobDefaults());
    }

    [Theory]
    [InlineData("CheckpointInterval", "00:00:00", "give a time from 1 ms to 1000 h")]
    [InlineData("CheckpointInterval", "41.16:00:01", "give a time from 1 ms to 1000 h")]
    [InlineData("CheckpointTimeout", "00:00:00", "give a time from 1 ms to 1000 h")]
    [InlineData("CheckpointAlignmentTimeout", "00:00:00", "give a time from 1 ms to 1000 h")]
    [InlineData("CheckpointInFlightLimit", "1023", "give a number of bytes from 1024 to 1073741824.")]
    [InlineData("RetainedCheckpoints", "0", "give a number from 1 to 1000.")]
    [InlineData("RetainedCheckpoints", "1001", "give a number from 1 to 1000.")]
    [InlineData("TolerableFailedCheckpoints", "-1", "give a number from 0 to 1000000.")]
    [InlineData("StartTimeout", "42.00:00:00", "give a time from 1 ms to 1000 h")]
    [InlineData("SlotTimeout", "-00:00:01", "give a time from 1 ms to 1000 h")]
    [InlineData("EndTimeout", "02:00:01", "give a time from 1 s to 2 h")]
    [InlineData("StoreTimeout", "00:00:00.5000000", "give a time from 1 s to 1 h")]
    [InlineData("AlignmentInterval", "00:01:01", "give a time from 1 ms to 1 min")]
    [InlineData("HeartbeatInterval", "00:00:11", "give a time from 10 ms to 10 s")]
    [InlineData("EffectThreads", "0", "give a number from 1 to 1000.")]
    public void What_is_out_of_range_is_refused_with_key_value_and_range(string key, string value, string range) =>
        Assert.Contains($"{key} = '{value}': {range}", Assert.Throws<InvalidSettingException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    private static JobManagerOptions Read(params (string Key, string Value)[] settings) => Settings.Read<JobManagerOptions>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
