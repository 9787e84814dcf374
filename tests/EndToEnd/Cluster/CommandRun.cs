using System.Text.Json;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>The result of a run of the command <c>millrace</c>.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
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
