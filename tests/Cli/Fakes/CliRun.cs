using System.Text.Json;

namespace Millrace.Cli.Tests.Fakes;

/// <summary>One run of the command in this process.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CliRun(int Code, string Output, string Error)
{
    /// <summary>Runs a command line against a job manager, or without one.</summary>
    public static Task<CliRun> OfAsync(FakeServer? manager, params string[] args) => OfAsync(manager, new CliRunOptions(), args);

    /// <inheritdoc cref="OfAsync(FakeServer, string[])"/>
    public static async Task<CliRun> OfAsync(FakeServer? manager, CliRunOptions options, params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var terminal = new Terminal(output, error)
        {
            OutputWidth = options.Width is { } width ? () => width : null,
            Variable = name => options.Variables.GetValueOrDefault(name) ?? (name == "MILLRACE_JOBMANAGER" ? manager?.Url : null),
            Time = options.Time,
            NewId = static () => Samples.Command,
        };
        var code = await MillraceCommandLine.RunAsync(args, terminal, options.Interrupted);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The single line of standard output as JSON, after a success.</summary>
    public JsonElement Json()
    {
        Assert.Equal(("", 0), (Code == 0 ? "" : Error, Code));
        Assert.EndsWith("\n", Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', Output[..^1]);
        using var json = JsonDocument.Parse(Output);
        return json.RootElement.Clone();
    }

    /// <summary>Asserts that it ended with the code and with an error of at most two lines that contains all of the texts.</summary>
    public void Refuses(int code, params string[] texts)
    {
        Assert.Equal(("", code), (Output, Code));
        Assert.StartsWith("error: ", Error, StringComparison.Ordinal);
        Assert.InRange(Error.Count(c => c == '\n'), 1, 2);
        Assert.All(texts, text => Assert.Contains(text, Error, StringComparison.Ordinal));
    }
}
