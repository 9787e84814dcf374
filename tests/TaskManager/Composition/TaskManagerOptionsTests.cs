using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Configuration;
using Millrace.Runtime.Snapshots;
using Millrace.TaskManager.Composition;
using Millrace.TaskManager.Ending;
using Millrace.TaskManager.Exchange;

namespace Millrace.TaskManager.Tests.Composition;

public sealed class TaskManagerOptionsTests
{
    [Theory]
    [InlineData("tm-1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\u001bb", false)]
    [InlineData("a\nb", false)]
    [InlineData(null, false)]
    public void An_id_is_a_word_of_1_to_100_characters(string? id, bool isAllowed)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Id", id ?? new string('a', 101))]).Build();
        if (isAllowed) Assert.Equal(id, Settings.Read<TaskManagerOptions>(settings).Id);
        else Assert.Contains("give a name of 1 to 100 characters without blanks", Assert.Throws<InvalidSettingException>(() => Settings.Read<TaskManagerOptions>(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_tasks_and_the_exchange_have_their_own_defaults()
    {
        var options = Read();
        Assert.Equal(new TaskExecutorOptions(), options.Tasks(null, null));
        Assert.Equal(new DataExchangeOptions(), options.Exchange.Options());
    }

    [Fact]
    public void Settings_reach_tasks_and_the_exchange()
    {
        var options = Read(
            ("BatchSize", "17"),
            ("MaxRecordSize", "2000"),
            ("PublishLimit", "00:00:03"),
            ("SilenceLimit", "00:00:40"),
            ("TaskEndLimit", "00:00:05"),
            ("StuckThreadLimit", "6"),
            ("Snapshot:SliceBytes", "7000"),
            ("Snapshot:SliceTime", "00:00:00.0001"),
            ("Snapshot:ChunkBytes", "9000"),
            ("Snapshot:Chunks", "10"),
            ("Exchange:Window", "11"),
            ("Exchange:MessageBytes", "12000"),
            ("Exchange:KeepAlive", "00:00:13"));
        var expected = new TaskExecutorOptions
        {
            BatchSize = 17,
            MaxRecordBytes = 2000,
            PublishLimit = TimeSpan.FromSeconds(3),
            SilenceLimit = TimeSpan.FromSeconds(40),
            Ending = new EndingOptions { TaskEndLimit = TimeSpan.FromSeconds(5), StuckThreadLimit = 6 },
            Snapshots = new SnapshotOptions { SliceBytes = 7000, SliceTime = TimeSpan.FromMilliseconds(0.1), ChunkBytes = 9000, Chunks = 10 },
        };
        Assert.Equal(expected, options.Tasks(null, null));
        Assert.Equal(new DataExchangeOptions { Window = 11, MessageBytes = 12_000, KeepAlive = TimeSpan.FromSeconds(13) }, options.Exchange.Options());
    }

    [Theory]
    [InlineData("BatchSize", "0", "give a number from 1 to 65536.")]
    [InlineData("SilenceLimit", "00:00:19", "give a time from 20 s to 24 h")]
    [InlineData("EffectThreads", "1001", "give a number from 1 to 1000.")]
    [InlineData("Snapshot:SliceBytes", "0", "give a number of bytes from 1 to 1073741824.")]
    [InlineData("Snapshot:SliceTime", "00:00:00", "give a time from 10 µs to 10 s")]
    [InlineData("Snapshot:ChunkBytes", "1023", "give a number of bytes from 1024 to 268435456.")]
    [InlineData("Snapshot:Chunks", "0", "give a number from 1 to 1000.")]
    [InlineData("Exchange:Window", "1025", "give a number from 1 to 1024.")]
    [InlineData("Exchange:MessageBytes", "0", "give a number of bytes from 1 to 33554432.")]
    [InlineData("Exchange:KeepAlive", "00:00:00.9000000", "give a time from 1 s to 10 min")]
    public void What_is_out_of_range_is_refused_with_key_value_and_range(string key, string value, string range) =>
        Assert.Contains($"{key} = '{value}': {range}", Assert.Throws<InvalidSettingException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    private static TaskManagerOptions Read(params (string Key, string Value)[] settings) => Settings.Read<TaskManagerOptions>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build());
}
