using System.Text.Json;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>How a run of the command <c>millrace</c> ended.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>What it printed, which must be one object of JSON, after a good end.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Error}");
            return JsonSerializer.Deserialize<JsonElement>(Output);
        }
    }

    /// <summary>It must have been refused as bad input, or as what cannot be done, in so many words.</summary>
    public void AssertRefused(int exitCode, string reason)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, not {exitCode}: {Output}{Error}");
        Assert.Contains(reason, Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
