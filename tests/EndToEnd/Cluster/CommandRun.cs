using System.Text.Json;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The result of a run of the command <c>millrace</c>.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(20);

    /// <summary>Runs the command to its end.</summary>
    /// <param name="jobManagers">The URLs of job managers.</param>
    /// <param name="environment">Its environment variables.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<CommandRun> OfAsync(string jobManagers, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        using var run = ProcessRun.StartAssembly(BuiltAssembly.Command, arguments, environment.Append(new("MILLRACE_JOBMANAGER", jobManagers)), s_longest);
        return new CommandRun(await run.End, run.Output, run.Error);
    }

    /// <summary>Its output, which must be one JSON object, after a success.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
            return JsonSerializer.Deserialize<JsonElement>(Output);
        }
    }

    /// <summary>Asserts that it was refused as bad input, or as not possible, with the given reason.</summary>
    public void AssertRefused(int exitCode, string reason)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, not {exitCode}: {Output}{Error}");
        Assert.Contains(reason, Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
