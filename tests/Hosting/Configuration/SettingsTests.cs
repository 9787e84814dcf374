using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Processes;
using Millrace.Hosting.Security;

namespace Millrace.Hosting.Tests.Configuration;

public sealed class SettingsTests
{
    private static readonly SettingKeys s_keys = SecurityOptions.KeysWith(typeof(Options));
    private static readonly SettingsCommand Command = new SettingsCommand("For tests.", s_keys).Add("--slots", "N", "Slots", "How many.").AddDuration("--pause", "Pause", "How long.").AddSwitch("--fast", "Fast", "Whether.");

    [Fact]
    public void Options_of_the_command_line_are_settings_by_their_keys()
    {
        var given = new SettingsCommand("x", s_keys).Add("--slots", "N", "Slots", "").AddDuration("--pause", "Pause", "").AddSwitch("--fast", "Fast", "")
            .Read(["--slots", "3", "--pause", "250ms", "--fast", "--set", "A:B=c=d", "--set", "E=f"], TextWriter.Null)!;
        Assert.Equal(("3", "00:00:00.2500000", "True", "c=d", "f"), (given["Slots"], given["Pause"], given["Fast"], given["A:B"], given["E"]));
    }

    [Theory]
    [InlineData("--slot 3", "'--slot' is not an option; did you mean --slots?")]
    [InlineData("--slots", "--slots")]
    [InlineData("--slots 1 --slots 2", "2 times")]
    [InlineData("--pause never", "'never' is not a duration")]
    [InlineData("--set x", "KEY=VALUE")]
    [InlineData("stray", "'stray' is not an option. --help explains the options.")]
    public void What_is_unknown_or_wrong_is_named(string line, string expected)
    {
        var command = new SettingsCommand("x", s_keys).Add("--slots", "N", "Slots", "").AddDuration("--pause", "Pause", "");
        var e = Assert.Throws<InvalidSettingException>(() => command.Read(line.Split(' '), TextWriter.Null));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_is_written_and_nothing_is_read()
    {
        var output = new StringWriter();
        Assert.Null(Command.Read(["--help"], output));
        Assert.Contains("--slots <N>", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Slots", "0", "Slots = '0': give 1 or more.")]
    [InlineData("Slots", "many", "Slots")]
    [InlineData("Inner:Name", "", "Inner:Name = '': give a name.")]
    public void A_wrong_value_is_named_with_its_key(string key, string value, string expected)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        Assert.Contains(expected, Assert.Throws<InvalidSettingException>(() => Settings.Read<Options>(settings)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Slotz", "'Slotz' is not a setting of this process; did you mean Slots? --help explains the options.")]
    [InlineData("Security:Tokn", "did you mean Security:Token?")]
    [InlineData("Inner:Other", "'Inner:Other' is not a setting of this process.")]
    [InlineData("\u001b[31m", "'\\u001b[31m' is not a setting")]
    public async Task An_unknown_key_is_refused_before_the_process_starts(string key, string expected)
    {
        var started = false;
        var (output, before) = (new StringWriter(), Console.Error);
        Console.SetError(output);
        try
        {
            Assert.Equal(ProcessProgram.BadInput, await ProcessProgram.RunAsync(["--set", $"{key}=1"], Command, _ =>
            {
                started = true;
                return Task.CompletedTask;
            }));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.False(started);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Known_keys_are_taken_and_environment_variables_that_are_not_are_told_of()
    {
        const string Variable = "MILLRACE_SLOTS_OF_TESTS";
        Environment.SetEnvironmentVariable(Variable, "1");
        try
        {
            var warnings = new List<string>();
            var settings = Settings.Gather(new Dictionary<string, string?> { ["slots"] = "3", ["Logging:LogLevel:Grpc"] = "Error", ["Security:TokenFile"] = "x", ["Token"] = "y" }, s_keys, warnings.Add);
            Assert.Equal(3, Settings.Read<Options>(settings).Slots);
            Assert.Contains(warnings, static w => w.Contains("'SLOTS_OF_TESTS' is not a setting of this process", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void Control_characters_in_a_value_are_escaped() =>
        Assert.Equal("Id = 'a\\u001b[31m\\u000ab': give a name.", new InvalidSettingException("Id", "a\u001b[31m\nb", "give a name.").Message);

    [Theory]
    [InlineData("127.0.0.1:0", true)]
    [InlineData("localhost:8081", true)]
    [InlineData("[::1]:1", true)]
    [InlineData("*:65535", false)]
    [InlineData("0.0.0.0:1", false)]
    [InlineData("10.1.2.3:1", false)]
    public void Addresses_are_read(string text, bool isLoopback) => Assert.Equal(isLoopback, ListenAddress.TryParse(text)!.IsLoopback);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("nowhere:1")]
    [InlineData(":1")]
    [InlineData("")]
    public void What_is_no_address_is_refused(string text) => Assert.Null(ListenAddress.TryParse(text));

    private sealed class Options
    {
        [Range(1, 9, ErrorMessage = "give 1 or more.")]
        public int Slots { get; set; } = 1;

        public InnerOptions Inner { get; set; } = new();
    }

    private sealed class InnerOptions
    {
        [Required(ErrorMessage = "give a name.")]
        public string Name { get; set; } = "x";
    }
}
