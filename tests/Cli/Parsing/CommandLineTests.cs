using Millrace.Cli.Tests.Fakes;

namespace Millrace.Cli.Tests.Parsing;

/// <summary>Command lines that are refused before any request is sent, and the help.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task The_help_names_the_commands_and_the_exit_codes()
    {
        var run = await CliRun.OfAsync(null, "--help");
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] commands = ["submit", "list", "status", "cancel", "stop", "savepoint", "rescale", "checkpoints", "exceptions", "explain", "logs", "cluster"];
        Assert.All(commands, command => Assert.Contains($"\n  {command} ", run.Output, StringComparison.Ordinal));
        Assert.All(["--jobmanager", "--token-file", "--ca-file", "--json"], option => Assert.Contains(option, run.Output, StringComparison.Ordinal));
        Assert.All(["  0  ", "  1  ", "  2  ", "  3  ", "  4  ", "  130  "], code => Assert.Contains($"\n{code}", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_of_a_command_names_its_options_but_none_that_is_refused()
    {
        var run = await CliRun.OfAsync(null, "submit", "--help");
        Assert.Equal(0, run.Code);
        string[] options =
        [
            "--job", "--parallelism", "--max-parallelism", "--checkpoint-interval", "--name", "--restore", "--allow-dropped-state", "--min-slots", "--operator", "--wait", "--json",
            "--jobmanager",
        ];
        Assert.All(options, option => Assert.Contains($"{option} ", run.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("--checkpoint-dir", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("millrace --help", "frobnicate")]
    [InlineData("millrace status --help", "status")]
    [InlineData("millrace list --help", "list", "now")]
    [InlineData("millrace status --help", "status", "a", "b")]
    [InlineData("'png' is neither text nor dot", "explain", "a.dll", "png")]
    [InlineData("JOB: The value is empty", "cancel", " ")]
    [InlineData("--frob", "list", "--frob")]
    [InlineData("--parallelism is given 2 times", "submit", "a.dll", "--parallelism", "1", "--parallelism", "2")]
    [InlineData("--json is given 2 times", "status", "--json", "a", "--json")]
    [InlineData("--parallelism: 'many' is not a whole number from 1 to 32768", "submit", "a.dll", "--parallelism", "many")]
    [InlineData("--parallelism: '0' is not a whole number from 1 to 32768", "rescale", "a", "--parallelism", "0")]
    [InlineData("--max-parallelism: '32769' is not a whole number", "submit", "a.dll", "--max-parallelism", "32769")]
    [InlineData("--min-slots: '0' is not a whole number", "submit", "a.dll", "--min-slots", "0")]
    [InlineData("--checkpoint-interval: '5' is not a duration", "submit", "a.dll", "--checkpoint-interval", "5")]
    [InlineData("--timeout: '0s' is not from 1ms to 1000h", "rescale", "a", "--timeout", "0s")]
    [InlineData("--name: The value is empty", "submit", "a.dll", "--name", "")]
    [InlineData("--operator: 'counts' is not UID=N", "submit", "a.dll", "--operator", "counts")]
    [InlineData("--operator: '=4' is not UID=N", "submit", "a.dll", "--operator", "=4")]
    [InlineData("--operator: '0' is not a whole number from 1", "submit", "a.dll", "--operator", "counts=0")]
    [InlineData("--operator: 'counts' is given more than once", "rescale", "a", "--operator", "counts=1", "--operator", "counts=2")]
    [InlineData("--tail: '0' is not a whole number", "logs", "a", "--tail", "0")]
    [InlineData("rescale needs a new parallelism", "rescale", "a")]
    [InlineData("--checkpoint-dir is not accepted by a cluster: checkpoints go to the cluster's storage", "submit", "a.dll", "--checkpoint-dir", "/tmp/state")]
    [InlineData("millrace explain FILE", "submit", "a.dll", "--explain")]
    [InlineData("'list' takes no arguments for a job", "list", "--", "x")]
    public async Task Bad_input_is_refused(string text, params string[] args) => (await CliRun.OfAsync(null, args)).Refuses(2, text);

    [Fact]
    public async Task Without_a_command_the_help_is_named() => (await CliRun.OfAsync(null)).Refuses(2, "millrace --help");

    [Fact]
    public async Task A_response_file_is_a_name_like_any_other()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.On<Hosting.Protocol.GetJobRequest>("Get", request => Samples.Running(job => job.Name = request.Job));
        Assert.Equal("@name", (await CliRun.OfAsync(manager, "status", "@name", "--json")).Json().GetProperty("name").GetString());
    }
}
