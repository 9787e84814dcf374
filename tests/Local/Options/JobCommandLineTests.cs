using Millrace.Local.Options;

namespace Millrace.Local.Tests.Options;

public sealed class JobCommandLineTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public void Without_options_all_have_their_defaults()
    {
        var (options, own) = Read()!.Value;
        Assert.Equal(new JobRunOptions(), options);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.CheckpointInterval);
        Assert.Empty(own);
    }

    [Fact]
    public void Every_option_is_read()
    {
        var (options, own) = Read(
            "--parallelism", "3", "--max-parallelism=128", "--checkpoint-dir", "@state", "--checkpoint-interval", "1.5s", "--restore", "latest",
            "--name", "nightly", "--json", "--allow-dropped-state", "--explain", "--speed", "-7",
            "--set", "checkpoint.timeout=5m", "--set=checkpoint.retained=7")!.Value;
        Assert.Equal(new Dictionary<string, string> { ["checkpoint.timeout"] = "5m", ["checkpoint.retained"] = "7" }, options.Settings);
        var expected = new JobRunOptions
        {
            Parallelism = 3,
            MaxParallelism = 128,
            CheckpointDirectory = "@state",
            CheckpointInterval = TimeSpan.FromSeconds(1.5),
            Restore = "latest",
            Name = "nightly",
            Json = true,
            AllowDroppedState = true,
            Explain = GraphFormat.Text,
            Settings = options.Settings,
        };
        Assert.Equal(expected, options);
        Assert.Equal("-7", Assert.Single(own).Value);
    }

    [Theory]
    [InlineData("--parallelism: 'x' is not a whole number from 1 to 32768.", "--parallelism", "x")]
    [InlineData("--parallelism: '-1' is not", "--parallelism", "-1")]
    [InlineData("--parallelism: '99999999999' is not", "--parallelism", "99999999999")]
    [InlineData("--max-parallelism: '32769' is not", "--max-parallelism", "32769")]
    [InlineData("--max-parallelism: '0' is not", "--max-parallelism", "0")]
    [InlineData("--checkpoint-interval: '0s' is not from 1ms", "--checkpoint-interval", "0s")]
    [InlineData("--checkpoint-dir: The value is empty", "--checkpoint-dir", " ")]
    [InlineData("--restore: The value is empty", "--restore", "")]
    [InlineData("--name: The value is empty", "--name", "")]
    [InlineData("--name: The name must have", "--name", "two\nlines")]
    [InlineData("--speed: 'fast' is no speed", "--speed", "fast")]
    [InlineData("--set checkpoint.tmieout: give KEY=VALUE", "--set", "checkpoint.tmieout")]
    [InlineData("'checkpoint.tmieout' is not a job setting; the settings are checkpoint.alignment-timeout,", "--set", "checkpoint.tmieout=5m")]
    [InlineData("--set checkpoint.retained: '0' is not a whole number from 1 to 1000.", "--set", "checkpoint.retained=0")]
    [InlineData("--set checkpoint.in-flight-limit: '1k' is not a whole number from 1024 to 1073741824.", "--set", "checkpoint.in-flight-limit=1k")]
    [InlineData("--set checkpoint.alignment-timeout: '0s' is not from 1ms", "--set", "checkpoint.alignment-timeout=0s")]
    [InlineData("--set checkpoint.retained is given more than once", "--set", "checkpoint.retained=1", "--set", "checkpoint.retained=2")]
    [InlineData("--name", "--name")]
    [InlineData("--name is given 2 times", "--name", "a", "--name", "b")]
    [InlineData("--json is given 2 times", "--json", "--json")]
    [InlineData("'--nonsense'", "--nonsense")]
    [InlineData("'words'", "words")]
    [InlineData("[suggest] is not an option", "[suggest]")]
    public void What_is_wrong_is_said(string message, params string[] args) =>
        Assert.Contains(message, Assert.Throws<InvalidJobException>(() => Read(args)).Message, StringComparison.Ordinal);

    [Fact]
    public void Help_explains_every_option()
    {
        Assert.Null(Read("--help"));
        string[] explained = ["1 to 32768", "ms, s, m or h", "latest", "--json", "--checkpoint-dir", "--name", "--speed", "How fast.", "checkpoint.tolerable-failures"];
        Assert.All(explained, text => Assert.Contains(text, _output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("help")]
    public void A_job_cannot_take_the_name_of_an_option_that_there_is(string name) =>
        Assert.Contains($"--{name}", Assert.Throws<InvalidJobException>(() => new JobCommandLine(new OptionJob(name))).Message, StringComparison.Ordinal);

    private (JobRunOptions Options, IReadOnlyDictionary<string, string> Own)? Read(params string[] args) => new JobCommandLine(new OptionJob("speed")).Read(args, _output);

    private sealed class OptionJob(string option) : IStreamJob
    {
        public IReadOnlyList<JobOption> Options =>
            [new JobOption<int>(option, "N", "How fast.", text => int.TryParse(text, out var speed) ? speed : throw new FormatException($"'{text}' is no speed."), 1)];

        public void Define(StreamEnvironment env, JobArguments args) { }
    }
}
