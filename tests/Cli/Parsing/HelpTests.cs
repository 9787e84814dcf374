using Millrace.Cli.Tests.Fakes;

namespace Millrace.Cli.Tests.Parsing;

/// <summary>Help on commands, without a cluster.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Help_is_a_command_as_well()
    {
        Assert.Equal((await CliRun.OfAsync(null, "--help")).Output, (await CliRun.OfAsync(null, "help")).Output);
        Assert.Equal((await CliRun.OfAsync(null, "stop", "--help")).Output, (await CliRun.OfAsync(null, "help", "stop")).Output);
        (await CliRun.OfAsync(null, "help", "stpo")).Refuses(2, "'stpo' is not a command; did you mean stop?");
    }

    [Theory]
    [InlineData("'lst' is not a command; did you mean list?", "lst")]
    [InlineData("'frobnicate' is not a command.", "frobnicate")]
    [InlineData("--paralelism is not an option of 'submit'; did you mean --parallelism?", "submit", "a.dll", "--paralelism", "2")]
    [InlineData("--jsn is not an option of 'list'; did you mean --json?", "list", "--jsn")]
    [InlineData("'b' is one argument too many for 'status'.", "status", "a", "b")]
    [InlineData("'tcsh' is not a shell", "completion", "tcsh")]
    public async Task A_word_that_is_not_known_is_named_with_the_nearest(string text, params string[] args) => (await CliRun.OfAsync(null, args)).Refuses(2, text);

    [Theory]
    [InlineData("savepoint", "job", "file://relative")]
    [InlineData("stop", "job", "--savepoint", "file:x")]
    [InlineData("submit", "a.dll", "--restore", "file://x/y")]
    public async Task A_url_of_no_folder_is_refused(params string[] args) => (await CliRun.OfAsync(null, args)).Refuses(2, args[^1], "file:///var/lib/savepoints");

    [Fact]
    public async Task What_can_follow_is_suggested()
    {
        Assert.Equal("savepoint\n", (await CliRun.OfAsync(null, "[suggest:4]", "save")).Output);
        Assert.Contains("--drain\n", (await CliRun.OfAsync(null, "[suggest:10]", "stop job -")).Output, StringComparison.Ordinal);
        Assert.EndsWith("bash\nfish\nzsh\n", (await CliRun.OfAsync(null, "[suggest:11]", "completion ")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _millrace millrace")]
    [InlineData("zsh", "compdef _millrace millrace")]
    [InlineData("fish", "complete -c millrace")]
    public async Task A_script_for_a_shell_is_printed(string shell, string line) => Assert.Contains(line, (await CliRun.OfAsync(null, "completion", shell)).Output, StringComparison.Ordinal);
}
